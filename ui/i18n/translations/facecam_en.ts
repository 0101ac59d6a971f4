<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>%n good picture(s) are few: more would help.</source>
        <translation>
            <numerusform>%n good picture is few: more would help.</numerusform>
            <numerusform>%n good pictures are few: more would help.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) came from another model and cannot be compared.</source>
        <translation>
            <numerusform>%Ln sample came from another model and cannot be compared.</numerusform>
            <numerusform>%Ln samples came from another model and cannot be compared.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) would come over with the pictures that were kept.</source>
        <translation>
            <numerusform>%Ln sample would come over with the pictures that were kept.</numerusform>
            <numerusform>%Ln samples would come over with the pictures that were kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) are this model&apos;s already.</source>
        <translation>
            <numerusform>%Ln sample is this model&apos;s already.</numerusform>
            <numerusform>%Ln samples are this model&apos;s already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) have no kept picture and would stay behind.</source>
        <translation>
            <numerusform>%Ln sample has no kept picture and would stay behind.</numerusform>
            <numerusform>%Ln samples have no kept picture and would stay behind.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln correction(s) (“not this person”) would not be heeded.</source>
        <translation>
            <numerusform>%Ln correction (“not this person”) would not be heeded.</numerusform>
            <numerusform>%Ln corrections (“not this person”) would not be heeded.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln others</source>
        <translation>
            <numerusform>and %Ln other</numerusform>
            <numerusform>and %Ln others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) had no face, or could not be read.</source>
        <translation>
            <numerusform>%Ln picture had no face, or could not be read.</numerusform>
            <numerusform>%Ln pictures had no face, or could not be read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln backup(s)</source>
        <translation>
            <numerusform>%Ln backup</numerusform>
            <numerusform>%Ln backups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln correction(s)</source>
        <translation>
            <numerusform>%Ln correction</numerusform>
            <numerusform>%Ln corrections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s)</source>
        <translation>
            <numerusform>%Ln day</numerusform>
            <numerusform>%Ln days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries of the journal</source>
        <translation>
            <numerusform>%Ln entry of the journal</numerusform>
            <numerusform>%Ln entries of the journal</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s)</source>
        <translation>
            <numerusform>%Ln face</numerusform>
            <numerusform>%Ln faces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ignored face(s)</source>
        <translation>
            <numerusform>%Ln ignored face</numerusform>
            <numerusform>%Ln ignored faces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln glimpse(s)</source>
        <translation>
            <numerusform>%Ln glimpse</numerusform>
            <numerusform>%Ln glimpses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln look(s)</source>
        <translation>
            <numerusform>%Ln look</numerusform>
            <numerusform>%Ln looks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pair(s)</source>
        <translation>
            <numerusform>%Ln pair</numerusform>
            <numerusform>%Ln pairs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln people</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) taken</source>
        <translation>
            <numerusform>%Ln picture taken</numerusform>
            <numerusform>%Ln pictures taken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused</source>
        <translation>
            <numerusform>%Ln refused</numerusform>
            <numerusform>%Ln refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s)</source>
        <translation>
            <numerusform>%Ln sample</numerusform>
            <numerusform>%Ln samples</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln source(s)</source>
        <translation>
            <numerusform>%Ln source</numerusform>
            <numerusform>%Ln sources</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unknown face(s)</source>
        <translation>
            <numerusform>%Ln unknown face</numerusform>
            <numerusform>%Ln unknown faces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln visit(s)</source>
        <translation>
            <numerusform>%Ln visit</numerusform>
            <numerusform>%Ln visits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) among them bore no name and looked like the person.</source>
        <translation>
            <numerusform>%Ln face among them bore no name and looked like the person.</numerusform>
            <numerusform>%Ln faces among them bore no name and looked like the person.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) were damaged: strangers&apos; faces could not be compared with them.</source>
        <translation>
            <numerusform>%Ln sample was damaged: strangers&apos; faces could not be compared with it.</numerusform>
            <numerusform>%Ln samples were damaged: strangers&apos; faces could not be compared with them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes ago</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours ago</source>
        <translation>
            <numerusform>%n hour ago</numerusform>
            <numerusform>%n hours ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %Ln sample(s) of your own people {share} would get no name.</source>
        <translation>
            <numerusform>Of %Ln sample of your own people {share} would get no name.</numerusform>
            <numerusform>Of %Ln samples of your own people {share} would get no name.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln samples of your own people would get their name.</source>
        <translation>
            <numerusform>The %Ln sample of your own people would get its name.</numerusform>
            <numerusform>All %Ln samples of your own people would get their name.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln times</source>
        <translation>
            <numerusform>once</numerusform>
            <numerusform>%Ln times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s).</source>
        <translation>
            <numerusform>%Ln face.</numerusform>
            <numerusform>%Ln faces.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Merge these %Ln people</source>
        <translation>
            <numerusform>Merge this %Ln person</numerusform>
            <numerusform>Merge these %Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) found.</source>
        <translation>
            <numerusform>%Ln face found.</numerusform>
            <numerusform>%Ln faces found.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln blurred that may be somebody to keep, but not surely enough.</source>
        <translation>
            <numerusform>%Ln blurred that may be somebody to keep, but not surely enough.</numerusform>
            <numerusform>%Ln blurred that may be somebody to keep, but not surely enough.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) blurred where no face was seen, only near it.</source>
        <translation>
            <numerusform>%Ln picture blurred where no face was seen, only near it.</numerusform>
            <numerusform>%Ln pictures blurred where no face was seen, only near it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln answer(s) changed something.</source>
        <translation>
            <numerusform>%Ln answer changed something.</numerusform>
            <numerusform>%Ln answers changed something.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The face(s) look nothing like {name}: {score}, where one person has {enough} and more.</source>
        <translation>
            <numerusform>The face looks nothing like {name}: {score}, where one person has {enough} and more.</numerusform>
            <numerusform>None of the faces looks like {name}: {score}, where one person has {enough} and more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Control</name>
    <message numerus="yes">
        <source>%n sources are watched already: leave one first.</source>
        <translation>
            <numerusform>%n source is watched already: leave it first.</numerusform>
            <numerusform>%n sources are watched already: leave one first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EnrolSheet</name>
    <message numerus="yes">
        <source>Finish (%n more)</source>
        <translation>
            <numerusform>Finish (%n more)</numerusform>
            <numerusform>Finish (%n more)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Three good pictures are enough, up to %n are better (Enter)</source>
        <translation>
            <numerusform>Three good pictures are enough, up to %n are better (Enter)</numerusform>
            <numerusform>Three good pictures are enough, up to %n are better (Enter)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilesSheet</name>
    <message numerus="yes">
        <source>Looked at {seen} of %Ln file(s)</source>
        <translation>
            <numerusform>Looked at {seen} of %Ln file</numerusform>
            <numerusform>Looked at {seen} of %Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Enrol %Ln people</source>
        <translation>
            <numerusform>Enrol %Ln person</numerusform>
            <numerusform>Enrol %Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln people enrolled</source>
        <translation>
            <numerusform>%Ln person enrolled</numerusform>
            <numerusform>%Ln people enrolled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s) to answer</source>
        <translation>
            <numerusform>%Ln question to answer</numerusform>
            <numerusform>%Ln questions to answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln names to give</source>
        <translation>
            <numerusform>give a name</numerusform>
            <numerusform>%Ln names to give</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>no good picture of %Ln people</source>
        <translation>
            <numerusform>no good picture of %Ln person</numerusform>
            <numerusform>no good picture of %Ln people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message numerus="yes">
        <source>Saved %Ln row(s) to {path}</source>
        <translation>
            <numerusform>Saved %Ln row to {path}</numerusform>
            <numerusform>Saved %Ln rows to {path}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saved %Ln visit(s) to {path}</source>
        <translation>
            <numerusform>Saved %Ln visit to {path}</numerusform>
            <numerusform>Saved %Ln visits to {path}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Kiosk</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message numerus="yes">
        <source>Bring %Ln sample(s) over</source>
        <translation>
            <numerusform>Bring %Ln sample over</numerusform>
            <numerusform>Bring %Ln samples over</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PastVisits</name>
    <message numerus="yes">
        <source>%Ln past visit(s) would be decided otherwise now</source>
        <translation>
            <numerusform>%Ln past visit would be decided otherwise now</numerusform>
            <numerusform>%Ln past visits would be decided otherwise now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change %Ln visit(s)</source>
        <translation>
            <numerusform>Change %Ln visit</numerusform>
            <numerusform>Change %Ln visits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PersonPanel</name>
    <message numerus="yes">
        <source>Remove sample(s)</source>
        <translation>
            <numerusform>Remove sample</numerusform>
            <numerusform>Remove samples</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) chosen.</source>
        <translation>
            <numerusform>%Ln sample chosen.</numerusform>
            <numerusform>%Ln samples chosen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Recording</name>
    <message numerus="yes">
        <source>%Ln dropped</source>
        <translation>
            <numerusform>%Ln dropped</numerusform>
            <numerusform>%Ln dropped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The computer was too slow for %Ln picture(s)</source>
        <translation>
            <numerusform>The computer was too slow for %Ln picture</numerusform>
            <numerusform>The computer was too slow for %Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RuleCard</name>
    <message numerus="yes">
        <source>%Ln wait(s) to be delivered{why}.</source>
        <translation>
            <numerusform>%Ln waits to be delivered{why}.</numerusform>
            <numerusform>%Ln wait to be delivered{why}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be delivered.</source>
        <translation>
            <numerusform>%Ln could not be delivered.</numerusform>
            <numerusform>%Ln could not be delivered.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Split</name>
    <message numerus="yes">
        <source>Who is it? These %Ln sample(s) go to that person.</source>
        <translation>
            <numerusform>Who is it? This sample goes to that person.</numerusform>
            <numerusform>Who is it? These %Ln samples go to that person.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <source>{source} and %Ln other(s)</source>
        <translation>
            <numerusform>{source} and %Ln other</numerusform>
            <numerusform>{source} and %Ln others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{rate} fps, %Ln damaged</source>
        <translation>
            <numerusform>{rate} fps, %Ln damaged</numerusform>
            <numerusform>{rate} fps, %Ln damaged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) were made by another model and cannot be compared: the Models page brings over those whose picture was kept.</source>
        <translation>
            <numerusform>%Ln sample was made by another model and cannot be compared: the Models page brings it over where its picture was kept.</numerusform>
            <numerusform>%Ln samples were made by another model and cannot be compared: the Models page brings over those whose picture was kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StrangersCard</name>
    <message numerus="yes">
        <source>About 1 stranger in {number} gets a name with %Ln people enrolled</source>
        <translation>
            <numerusform>About 1 stranger in {number} gets a name with %Ln person enrolled</numerusform>
            <numerusform>About 1 stranger in {number} gets a name with %Ln people enrolled</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Suggested</name>
    <message numerus="yes">
        <source>%Ln more could be {name}</source>
        <translation>
            <numerusform>%Ln more could be {name}</numerusform>
            <numerusform>%Ln more could be {name}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln look(s) would make good samples</source>
        <translation>
            <numerusform>%Ln look would make a good sample</numerusform>
            <numerusform>%Ln looks would make good samples</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VerdictView</name>
    <message numerus="yes">
        <source>The dot shows how alike the %Ln samples are.</source>
        <translation>
            <numerusform>The dot shows how alike the samples are (%Ln).</numerusform>
            <numerusform>The dot shows how alike the %Ln samples are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The bars are all %Ln others.</source>
        <translation>
            <numerusform>The bar is the %Ln other.</numerusform>
            <numerusform>The bars are all %Ln others.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message numerus="yes">
        <source>Visits are deleted after %Ln day(s). The settings change this.</source>
        <translation>
            <numerusform>Visits are deleted after %Ln day. The settings change this.</numerusform>
            <numerusform>Visits are deleted after %Ln days. The settings change this.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message numerus="yes">
        <source>%Ln people whose consent has run out or is missing were removed.</source>
        <translation>
            <numerusform>%Ln person whose consent has run out or is missing was removed.</numerusform>
            <numerusform>%Ln people whose consent has run out or is missing were removed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln past visit(s) would be decided otherwise now.</source>
        <translation>
            <numerusform>%Ln past visit would be decided otherwise now.</numerusform>
            <numerusform>%Ln past visits would be decided otherwise now.</numerusform>
        </translation>
    </message>
</context>
</TS>
