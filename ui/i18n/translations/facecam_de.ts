<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name></name>
    <message numerus="yes">
        <source>%n good picture(s) are few: more would help.</source>
        <translation>
            <numerusform>%n gutes Bild ist wenig: Mehr Bilder würden helfen.</numerusform>
            <numerusform>%n gute Bilder sind wenig: Mehr Bilder würden helfen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) came from another model and cannot be compared.</source>
        <translation>
            <numerusform>%Ln Aufnahme stammt von einem anderen Modell und lässt sich nicht vergleichen.</numerusform>
            <numerusform>%Ln Aufnahmen stammen von einem anderen Modell und lassen sich nicht vergleichen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) would come over with the pictures that were kept.</source>
        <translation>
            <numerusform>%Ln Aufnahme käme mit, weil ihr Bild aufbewahrt wurde.</numerusform>
            <numerusform>%Ln Aufnahmen kämen mit, weil ihre Bilder aufbewahrt wurden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) are this model&apos;s already.</source>
        <translation>
            <numerusform>%Ln Aufnahme gehört schon zu diesem Modell.</numerusform>
            <numerusform>%Ln Aufnahmen gehören schon zu diesem Modell.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) have no kept picture and would stay behind.</source>
        <translation>
            <numerusform>%Ln Aufnahme hat kein aufbewahrtes Bild und bliebe zurück.</numerusform>
            <numerusform>%Ln Aufnahmen haben kein aufbewahrtes Bild und blieben zurück.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln correction(s) (“not this person”) would not be heeded.</source>
        <translation>
            <numerusform>%Ln Korrektur („nicht diese Person“) würde nicht beachtet.</numerusform>
            <numerusform>%Ln Korrekturen („nicht diese Person“) würden nicht beachtet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln others</source>
        <translation>
            <numerusform>und %Ln weitere</numerusform>
            <numerusform>und %Ln weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) had no face, or could not be read.</source>
        <translation>
            <numerusform>%Ln Bild hatte kein Gesicht oder war nicht lesbar.</numerusform>
            <numerusform>%Ln Bilder hatten kein Gesicht oder waren nicht lesbar.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln backup(s)</source>
        <translation>
            <numerusform>%Ln Sicherung</numerusform>
            <numerusform>%Ln Sicherungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln correction(s)</source>
        <translation>
            <numerusform>%Ln Korrektur</numerusform>
            <numerusform>%Ln Korrekturen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s)</source>
        <translation>
            <numerusform>%Ln Tag</numerusform>
            <numerusform>%Ln Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries of the journal</source>
        <translation>
            <numerusform>%Ln Eintrag im Änderungsprotokoll</numerusform>
            <numerusform>%Ln Einträge im Änderungsprotokoll</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s)</source>
        <translation>
            <numerusform>%Ln Gesicht</numerusform>
            <numerusform>%Ln Gesichter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei</numerusform>
            <numerusform>%Ln Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ignored face(s)</source>
        <translation>
            <numerusform>%Ln ignoriertes Gesicht</numerusform>
            <numerusform>%Ln ignorierte Gesichter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln glimpse(s)</source>
        <translation>
            <numerusform>%Ln flüchtiger</numerusform>
            <numerusform>%Ln flüchtige</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln look(s)</source>
        <translation>
            <numerusform>%Ln Blick</numerusform>
            <numerusform>%Ln Blicke</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pair(s)</source>
        <translation>
            <numerusform>%Ln Paar</numerusform>
            <numerusform>%Ln Paare</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln people</source>
        <translation>
            <numerusform>%Ln Person</numerusform>
            <numerusform>%Ln Personen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln Bild</numerusform>
            <numerusform>%Ln Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) taken</source>
        <translation>
            <numerusform>%Ln Bild übernommen</numerusform>
            <numerusform>%Ln Bilder übernommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused</source>
        <translation>
            <numerusform>%Ln abgelehnt</numerusform>
            <numerusform>%Ln abgelehnt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln Zeile</numerusform>
            <numerusform>%Ln Zeilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s)</source>
        <translation>
            <numerusform>%Ln Aufnahme</numerusform>
            <numerusform>%Ln Aufnahmen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln source(s)</source>
        <translation>
            <numerusform>%Ln Quelle</numerusform>
            <numerusform>%Ln Quellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unknown face(s)</source>
        <translation>
            <numerusform>%Ln unbekanntes Gesicht</numerusform>
            <numerusform>%Ln unbekannte Gesichter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln visit(s)</source>
        <translation>
            <numerusform>%Ln Besuch</numerusform>
            <numerusform>%Ln Besuche</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) among them bore no name and looked like the person.</source>
        <translation>
            <numerusform>%Ln Gesicht darunter trug keinen Namen und sah der Person ähnlich.</numerusform>
            <numerusform>%Ln Gesichter darunter trugen keinen Namen und sahen der Person ähnlich.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) were damaged: strangers&apos; faces could not be compared with them.</source>
        <translation>
            <numerusform>%Ln Aufnahme war beschädigt: Gesichter von Fremden ließen sich nicht damit vergleichen.</numerusform>
            <numerusform>%Ln Aufnahmen waren beschädigt: Gesichter von Fremden ließen sich nicht damit vergleichen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes ago</source>
        <translation>
            <numerusform>vor %n Minute</numerusform>
            <numerusform>vor %n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours ago</source>
        <translation>
            <numerusform>vor %n Stunde</numerusform>
            <numerusform>vor %n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %Ln sample(s) of your own people {share} would get no name.</source>
        <translation>
            <numerusform>%Ln Aufnahme Ihrer eigenen Personen; ohne Namen bliebe davon: {share}.</numerusform>
            <numerusform>%Ln Aufnahmen Ihrer eigenen Personen; ohne Namen bliebe davon: {share}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln samples of your own people would get their name.</source>
        <translation>
            <numerusform>Die %Ln Aufnahme Ihrer eigenen Personen bekäme ihren Namen.</numerusform>
            <numerusform>Alle %Ln Aufnahmen Ihrer eigenen Personen bekämen ihren Namen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln times</source>
        <translation>
            <numerusform>einmal</numerusform>
            <numerusform>%Ln Mal</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s).</source>
        <translation>
            <numerusform>%Ln Gesicht.</numerusform>
            <numerusform>%Ln Gesichter.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Merge these %Ln people</source>
        <translation>
            <numerusform>Diese %Ln Person zusammenführen</numerusform>
            <numerusform>Diese %Ln Personen zusammenführen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) found.</source>
        <translation>
            <numerusform>%Ln Gesicht gefunden.</numerusform>
            <numerusform>%Ln Gesichter gefunden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln blurred that may be somebody to keep, but not surely enough.</source>
        <translation>
            <numerusform>%Ln verpixelt, das vielleicht zu jemandem gehört, der erkennbar bleiben soll, aber nicht sicher genug.</numerusform>
            <numerusform>%Ln verpixelt, die vielleicht zu jemandem gehören, der erkennbar bleiben soll, aber nicht sicher genug.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) blurred where no face was seen, only near it.</source>
        <translation>
            <numerusform>%Ln Bild verpixelt, auf dem kein Gesicht zu sehen war, nur kurz davor oder danach.</numerusform>
            <numerusform>%Ln Bilder verpixelt, auf denen kein Gesicht zu sehen war, nur kurz davor oder danach.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln answer(s) changed something.</source>
        <translation>
            <numerusform>%Ln Antwort hat etwas geändert.</numerusform>
            <numerusform>%Ln Antworten haben etwas geändert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The face(s) look nothing like {name}: {score}, where one person has {enough} and more.</source>
        <translation>
            <numerusform>Das Gesicht gleicht {name} gar nicht: {score}, wo eine Person {enough} und mehr hat.</numerusform>
            <numerusform>Keines der Gesichter gleicht {name}: {score}, wo eine Person {enough} und mehr hat.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>About</name>
    <message>
        <source>About facecam</source>
        <translation>Über facecam</translation>
    </message>
    <message>
        <source>Sees faces, knows the people it was shown, and says unknown to everyone else.</source>
        <translation>Sieht Gesichter, kennt die Personen, die ihm gezeigt wurden, und sagt „unbekannt“ zu allen anderen.</translation>
    </message>
    <message>
        <source>Python {python}, Qt {qt}, {system}</source>
        <translation>Python {python}, Qt {qt}, {system}</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>facecam is under the MIT licence. Qt is used under the LGPL, ONNX Runtime under the MIT licence, OpenCV under the Apache licence. Each model has terms of its own: the models&apos; page shows them.</source>
        <translation>facecam steht unter der MIT-Lizenz. Qt wird unter der LGPL verwendet, ONNX Runtime unter der MIT-Lizenz, OpenCV unter der Apache-Lizenz. Jedes Modell hat eigene Bedingungen: Die Seite der Modelle zeigt sie.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Record</source>
        <translation>Aufzeichnen</translation>
    </message>
    <message>
        <source>Boxes and names in recordings</source>
        <translation>Rahmen und Namen in Aufzeichnungen</translation>
    </message>
    <message>
        <source>Turn the picture</source>
        <translation>Bild drehen</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Spiegeln</translation>
    </message>
    <message>
        <source>Blur strangers</source>
        <translation>Fremde unkenntlich machen</translation>
    </message>
    <message>
        <source>Repeat videos</source>
        <translation>Videos wiederholen</translation>
    </message>
    <message>
        <source>Video files start again at their end</source>
        <translation>Videodateien fangen an ihrem Ende von vorn an</translation>
    </message>
    <message>
        <source>Blur everybody who is not known, here, in pictures and in recordings</source>
        <translation>Alle Unbekannten unkenntlich machen, hier, auf Fotos und in Aufzeichnungen</translation>
    </message>
    <message>
        <source>Names in large type</source>
        <translation>Namen in großer Schrift</translation>
    </message>
    <message>
        <source>Several sources</source>
        <translation>Mehrere Quellen</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Record, blur, mirror, turn, repeat, several sources, names in large type</source>
        <translation>Aufzeichnen, unkenntlich machen, spiegeln, drehen, wiederholen, mehrere Quellen, Namen in großer Schrift</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>Aufzeichnung beenden</translation>
    </message>
</context>
<context>
    <name>Ago</name>
    <message>
        <source>not seen yet</source>
        <translation>noch nicht gesehen</translation>
    </message>
    <message>
        <source>seen {ago}</source>
        <translation>gesehen {ago}</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>today at {time}</source>
        <translation>heute um {time}</translation>
    </message>
    <message>
        <source>yesterday at {time}</source>
        <translation>gestern um {time}</translation>
    </message>
    <message>
        <source>on {day}</source>
        <translation>am {day}</translation>
    </message>
</context>
<context>
    <name>AgreementFields</name>
    <message>
        <source>For example: the front door</source>
        <translation>Zum Beispiel: die Haustür</translation>
    </message>
    <message>
        <source>What the person agrees to</source>
        <translation>Worin die Person einwilligt</translation>
    </message>
    <message>
        <source>The last day of the consent</source>
        <translation>Der letzte Tag der Einwilligung</translation>
    </message>
    <message>
        <source>Agreed to</source>
        <translation>Eingewilligt in</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
</context>
<context>
    <name>Arrivals</name>
    <message>
        <source>Now in the picture: {people}</source>
        <translation>Jetzt im Bild: {people}</translation>
    </message>
</context>
<context>
    <name>Batch</name>
    <message>
        <source>Saved the report to {path}</source>
        <translation>Bericht gespeichert in {path}</translation>
    </message>
    <message>
        <source>There is no picture and no video in there</source>
        <translation>Darin ist kein Bild und kein Video</translation>
    </message>
    <message>
        <source>Choose other files or folders</source>
        <translation>Wählen Sie andere Dateien oder Ordner</translation>
    </message>
    <message>
        <source>The models are still being opened</source>
        <translation>Die Modelle werden noch geöffnet</translation>
    </message>
    <message>
        <source>Wait a moment and try again</source>
        <translation>Warten Sie einen Moment und versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>This could not be saved: see the log.</source>
        <translation>Das konnte nicht gespeichert werden: Näheres steht im Protokoll.</translation>
    </message>
</context>
<context>
    <name>Blur</name>
    <message>
        <source>A face that is not found (very small, turned far away, half covered) stays clear.</source>
        <translation>Ein Gesicht, das nicht gefunden wird (sehr klein, weit abgewandt, halb verdeckt), bleibt erkennbar.</translation>
    </message>
</context>
<context>
    <name>BlurFiles</name>
    <message>
        <source>Blur faces in a file</source>
        <translation>Gesichter in einer Datei verpixeln</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Auswählen ...</translation>
    </message>
    <message>
        <source>Choose the film or picture</source>
        <translation>Film oder Bild auswählen</translation>
    </message>
    <message>
        <source>Save as...</source>
        <translation>Speichern unter ...</translation>
    </message>
    <message>
        <source>No film or picture is chosen yet.</source>
        <translation>Noch ist kein Film oder Bild ausgewählt.</translation>
    </message>
    <message>
        <source>The copy is saved beside it.</source>
        <translation>Die Kopie wird daneben gespeichert.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the people</source>
        <translation>Personen suchen</translation>
    </message>
    <message>
        <source>Who stays clear</source>
        <translation>Wer erkennbar bleibt</translation>
    </message>
    <message>
        <source>Nobody is enrolled: everybody will be blurred.</source>
        <translation>Niemand ist hinzugefügt: Alle werden verpixelt.</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>Wie weit es ist</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>Verpixeln</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Whoever is not surely one of them is blurred, and nothing brings a face back. Sound stays, and so do voices. Look through the copy before you pass it on.</source>
        <translation>Wer nicht sicher dazugehört, wird verpixelt, und nichts holt ein Gesicht zurück. Der Ton bleibt und mit ihm die Stimmen. Sehen Sie die Kopie durch, bevor Sie sie weitergeben.</translation>
    </message>
    <message>
        <source>The copy: {path}</source>
        <translation>Die Kopie: {path}</translation>
    </message>
    <message>
        <source>Videos and images ({endings});;All files (*)</source>
        <translation>Videos und Bilder ({endings});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The film or picture to blur</source>
        <translation>Film oder Bild, das verpixelt werden soll</translation>
    </message>
    <message>
        <source>Where the copy goes</source>
        <translation>Wohin die Kopie kommt</translation>
    </message>
    <message>
        <source>The models are not open yet: try again in a moment.</source>
        <translation>Die Modelle sind noch nicht geladen: Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>{done} of {all} pictures</source>
        <translation>{done} von {all} Bildern</translation>
    </message>
    <message>
        <source>{done} pictures looked at</source>
        <translation>{done} Bilder angesehen</translation>
    </message>
    <message>
        <source>Stopped: what was not complete is deleted.</source>
        <translation>Abgebrochen: Was nicht fertig war, ist gelöscht.</translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation>Gespeichert: {path}</translation>
    </message>
</context>
<context>
    <name>Blurred</name>
    <message>
        <source>Left clear: {kept}.</source>
        <translation>Erkennbar geblieben: {kept}.</translation>
    </message>
    <message>
        <source>The sound was copied, with all voices.</source>
        <translation>Der Ton ist dabei, mit allen Stimmen.</translation>
    </message>
</context>
<context>
    <name>ClipBar</name>
    <message>
        <source>Place in the clip</source>
        <translation>Stelle im Clip</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Play the clip, the last seconds of this visit</source>
        <translation>Clip abspielen, die letzten Sekunden dieses Besuchs</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Play the clip</source>
        <translation>Clip abspielen</translation>
    </message>
    <message>
        <source>{here} of {last}</source>
        <translation>{here} von {last}</translation>
    </message>
</context>
<context>
    <name>Consent</name>
    <message>
        <source>Enrol only somebody who agreed. The face is kept as numbers, on this computer alone, and can be forgotten for good at any time.</source>
        <translation>Fügen Sie nur Personen hinzu, die eingewilligt haben. Das Gesicht wird als Zahlen aufbewahrt, nur auf diesem Computer, und lässt sich jederzeit endgültig vergessen.</translation>
    </message>
</context>
<context>
    <name>Consents</name>
    <message>
        <source>Consents</source>
        <translation>Einwilligungen</translation>
    </message>
    <message>
        <source>Enrol nobody without a consent</source>
        <translation>Niemanden ohne Einwilligung hinzufügen</translation>
    </message>
    <message>
        <source>People and their consents</source>
        <translation>Personen und ihre Einwilligungen</translation>
    </message>
    <message>
        <source>Nobody is enrolled yet.</source>
        <translation>Noch ist niemand hinzugefügt.</translation>
    </message>
    <message>
        <source>Note the consent</source>
        <translation>Einwilligung vermerken</translation>
    </message>
    <message>
        <source>Then the enrolment asks what a person agrees to and until when, and at each start facecam removes whoever has no consent any more; that is said, and for 30 days a new one brings them back.</source>
        <translation>Dann fragt facecam beim Hinzufügen, worin eine Person einwilligt und bis wann, und entfernt bei jedem Start, wer keine Einwilligung mehr hat; das wird gesagt, und 30 Tage lang bringt eine neue die Person zurück.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>{name}: no consent with an end</source>
        <translation>{name}: keine Einwilligung mit einem Ende</translation>
    </message>
    <message>
        <source>{name}: ran out, {day}</source>
        <translation>{name}: abgelaufen, {day}</translation>
    </message>
    <message>
        <source>{name}: runs out soon, {day}</source>
        <translation>{name}: läuft bald ab, {day}</translation>
    </message>
    <message>
        <source>{name}: until {day}</source>
        <translation>{name}: bis {day}</translation>
    </message>
    <message>
        <source>Choose a person to note a consent</source>
        <translation>Wählen Sie eine Person, um eine Einwilligung zu vermerken</translation>
    </message>
    <message>
        <source>What {name} agrees to</source>
        <translation>Worin {name} einwilligt</translation>
    </message>
</context>
<context>
    <name>Control</name>
    <message>
        <source>There is no setting to take back.</source>
        <translation>Es gibt keine Einstellung zurückzunehmen.</translation>
    </message>
    <message>
        <source>There is no setting to change again.</source>
        <translation>Es gibt keine Einstellung wieder zu ändern.</translation>
    </message>
    <message>
        <source>{source} is watched already.</source>
        <translation>{source} wird schon gezeigt.</translation>
    </message>
    <message numerus="yes">
        <source>%n sources are watched already: leave one first.</source>
        <translation>
            <numerusform>%n Quelle wird schon gezeigt: Schließen Sie sie zuerst.</numerusform>
            <numerusform>%n Quellen werden schon gezeigt: Schließen Sie zuerst eine.</numerusform>
        </translation>
    </message>
    <message>
        <source>Something in facecam is broken: {kind}. The log has the details.</source>
        <translation>In facecam ist etwas kaputt: {kind}. Näheres steht im Protokoll.</translation>
    </message>
    <message>
        <source>In safe mode nothing is changed</source>
        <translation>Im abgesicherten Modus wird nichts geändert</translation>
    </message>
    <message>
        <source>Start facecam without --safe-mode</source>
        <translation>Starten Sie facecam ohne --safe-mode</translation>
    </message>
    <message>
        <source>The database is not open yet</source>
        <translation>Die Datenbank ist noch nicht geöffnet</translation>
    </message>
    <message>
        <source>Try again in a moment</source>
        <translation>Versuchen Sie es gleich noch einmal</translation>
    </message>
</context>
<context>
    <name>Curves</name>
    <message>
        <source>Strangers with a name</source>
        <translation>Fremde mit Namen</translation>
    </message>
    <message>
        <source>Your people without one</source>
        <translation>Ihre Personen ohne Namen</translation>
    </message>
    <message>
        <source>Your people taken for another</source>
        <translation>Ihre Personen, verwechselt</translation>
    </message>
    <message>
        <source>Both error rates over the likeness that is asked for</source>
        <translation>Beide Fehlerraten über der verlangten Ähnlichkeit</translation>
    </message>
    <message>
        <source>likeness from which a name is given</source>
        <translation>Ähnlichkeit, ab der ein Name vergeben wird</translation>
    </message>
</context>
<context>
    <name>Day</name>
    <message>
        <source>d MMMM yyyy</source>
        <translation>d. MMMM yyyy</translation>
    </message>
    <message>
        <source>d MMMM</source>
        <translation>d. MMMM</translation>
    </message>
</context>
<context>
    <name>DayChip</name>
    <message>
        <source>Any day</source>
        <translation>Jeder Tag</translation>
    </message>
    <message>
        <source>Only visits of one day</source>
        <translation>Nur Besuche eines Tages</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
</context>
<context>
    <name>DaysTable</name>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Zuerst</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Altogether</source>
        <translation>Insgesamt</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Besuche</translation>
    </message>
    <message>
        <source>Two cameras at once count once; double-click shows the visits</source>
        <translation>Zwei Kameras zugleich zählen einmal; ein Doppelklick zeigt die Besuche</translation>
    </message>
</context>
<context>
    <name>Decision</name>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Still looking</source>
        <translation>Wird noch geprüft</translation>
    </message>
    <message>
        <source>known</source>
        <translation>bekannt</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>undecided</source>
        <translation>unentschieden</translation>
    </message>
    <message>
        <source>Closest is {name} with {likeness}; a name is given from {needed}.</source>
        <translation>Am nächsten kommt {name} mit {likeness}; ein Name wird ab {needed} vergeben.</translation>
    </message>
    <message>
        <source>The likeness is {likeness}; a name is given from {needed}.</source>
        <translation>Die Ähnlichkeit ist {likeness}; ein Name wird ab {needed} vergeben.</translation>
    </message>
    <message>
        <source>Nobody else comes near.</source>
        <translation>Sonst kommt niemand in die Nähe.</translation>
    </message>
    <message>
        <source>Next is {name} with {likeness}.</source>
        <translation>Danach kommt {name} mit {likeness}.</translation>
    </message>
    <message>
        <source>The face is small in the picture: closer is better.</source>
        <translation>Das Gesicht ist klein im Bild: Näher ist besser.</translation>
    </message>
    <message>
        <source>The picture of the face is blurred.</source>
        <translation>Das Bild des Gesichts ist unscharf.</translation>
    </message>
    <message>
        <source>The light on the face is poor.</source>
        <translation>Das Gesicht ist schlecht beleuchtet.</translation>
    </message>
    <message>
        <source>The face is turned away.</source>
        <translation>Das Gesicht ist weggedreht.</translation>
    </message>
    <message>
        <source>It is hardly a face, or not an upright one.</source>
        <translation>Es ist kaum ein Gesicht oder kein aufrechtes.</translation>
    </message>
    <message>
        <source>The face is cut off by the border.</source>
        <translation>Das Gesicht ist vom Rand abgeschnitten.</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Click a face, or press its number, to see why it has its name.</source>
        <translation>Klicken Sie auf ein Gesicht oder drücken Sie seine Ziffer, um zu sehen, warum es seinen Namen hat.</translation>
    </message>
    <message>
        <source>No longer in the picture.</source>
        <translation>Nicht mehr im Bild.</translation>
    </message>
    <message>
        <source>Yes, this is {name}</source>
        <translation>Ja, das ist {name}</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>Wer ist das?</translation>
    </message>
    <message>
        <source>Remember</source>
        <translation>Merken</translation>
    </message>
    <message>
        <source>Also this look is a sample from now on</source>
        <translation>Auch diese Ansicht ist von nun an eine Aufnahme</translation>
    </message>
    <message>
        <source>Learns the face from the last seconds. Name only people who agreed.</source>
        <translation>Lernt das Gesicht aus den letzten Sekunden. Benennen Sie nur Personen, die eingewilligt haben.</translation>
    </message>
    <message>
        <source>Enrol step by step</source>
        <translation>Schritt für Schritt hinzufügen</translation>
    </message>
    <message>
        <source>Several poses are safer to tell</source>
        <translation>Mehrere Blickrichtungen erkennt man sicherer</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Add samples</source>
        <translation>Aufnahmen ergänzen</translation>
    </message>
    <message>
        <source>More poses of this face</source>
        <translation>Mehr Blickrichtungen dieses Gesichts</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Can be undone for 30 days</source>
        <translation>Lässt sich 30 Tage lang rückgängig machen</translation>
    </message>
    <message>
        <source>Forget...</source>
        <translation>Vergessen …</translation>
    </message>
    <message>
        <source>Delete for good; asks first</source>
        <translation>Endgültig löschen; fragt vorher</translation>
    </message>
    <message>
        <source>Not this person</source>
        <translation>Nicht diese Person</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>family, staff</source>
        <translation>Familie, Team</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
    <message>
        <source>class: 7b, one on each line</source>
        <translation>Klasse: 7b, eines in jeder Zeile</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>In lists of your own; kept when you go on</source>
        <translation>In Ihren eigenen Listen; wird behalten, sobald Sie weitergehen</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Separated by commas; kept when you go on</source>
        <translation>Durch Kommas getrennt; wird behalten, sobald Sie weitergehen</translation>
    </message>
</context>
<context>
    <name>DoneCard</name>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Back to the picture (Esc)</source>
        <translation>Zurück zum Bild (Esc)</translation>
    </message>
    <message>
        <source>Is it a live face?</source>
        <translation>Ist es ein lebendes Gesicht?</translation>
    </message>
    <message>
        <source>Asks for two turns of the head, which a picture held before the camera cannot do</source>
        <translation>Bittet um zwei Drehungen des Kopfes, die ein Bild vor der Kamera nicht kann</translation>
    </message>
    <message>
        <source>{name} is enrolled</source>
        <translation>{name} ist hinzugefügt</translation>
    </message>
</context>
<context>
    <name>Doubt</name>
    <message>
        <source>{name} is enrolled already. Is it the same person?</source>
        <translation>{name} gibt es schon. Ist es dieselbe Person?</translation>
    </message>
    <message>
        <source>This face looks like {name}, who is enrolled already (likeness {score}). Is it the same person?</source>
        <translation>Dieses Gesicht sieht aus wie das von {name} (Ähnlichkeit {score}). Ist es dieselbe Person?</translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message>
        <source>the pasted picture</source>
        <translation>das eingefügte Bild</translation>
    </message>
    <message>
        <source>Drop a picture here, click to choose one (Enter), or paste one (Ctrl+V)</source>
        <translation>Ziehen Sie ein Bild hierher, wählen Sie eines per Klick (Eingabe) oder fügen Sie eines ein (Strg+V)</translation>
    </message>
    <message>
        <source>Drop a picture here, click to choose one, or paste it</source>
        <translation>Ziehen Sie ein Bild hierher, wählen Sie eines per Klick oder fügen Sie es ein</translation>
    </message>
    <message>
        <source>Looking at {name}...</source>
        <translation>{name} wird angesehen …</translation>
    </message>
    <message>
        <source>{which}: choose a picture</source>
        <translation>{which}: Bild wählen</translation>
    </message>
    <message>
        <source>Pictures ({endings});;All files (*)</source>
        <translation>Bilder ({endings});;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>DropPlace</name>
    <message>
        <source>Choose files...</source>
        <translation>Dateien wählen …</translation>
    </message>
    <message>
        <source>Pictures or videos of one person, a ZIP or a list</source>
        <translation>Bilder oder Videos einer Person, ein ZIP oder eine Liste</translation>
    </message>
    <message>
        <source>Choose a folder...</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <source>A folder a person</source>
        <translation>Je Person ein Ordner</translation>
    </message>
    <message>
        <source>Drop pictures, a video, folders or a ZIP here</source>
        <translation>Ziehen Sie Bilder, ein Video, Ordner oder ein ZIP hierher</translation>
    </message>
    <message>
        <source>Files together are one person. In a folder of folders, or a ZIP of them, each folder is a person of that name. A list (CSV: id, name, group, picture) says whose its pictures are.</source>
        <translation>Dateien zusammen sind eine Person. In einem Ordner mit Ordnern oder einem ZIP davon ist jeder Ordner eine Person dieses Namens. Eine Liste (CSV: id, name, group, picture) sagt, wessen Bilder es sind.</translation>
    </message>
    <message>
        <source>Pictures, videos, ZIPs and lists ({endings});;All files (*)</source>
        <translation>Bilder, Videos, ZIPs und Listen ({endings});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>A folder of pictures, or of a folder a person</source>
        <translation>Ein Ordner mit Bildern oder mit einem Ordner je Person</translation>
    </message>
</context>
<context>
    <name>Drops</name>
    <message>
        <source>Drop to enrol people from these files</source>
        <translation>Loslassen, um Personen aus diesen Dateien hinzuzufügen</translation>
    </message>
</context>
<context>
    <name>EncryptionCard</name>
    <message>
        <source>Decrypt</source>
        <translation>Entschlüsseln</translation>
    </message>
    <message>
        <source>Unlock...</source>
        <translation>Entsperren …</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>Neue Passphrase</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>Noch einmal dieselbe</translation>
    </message>
    <message>
        <source>Use this passphrase</source>
        <translation>Diese Passphrase verwenden</translation>
    </message>
    <message>
        <source>Current passphrase</source>
        <translation>Jetzige Passphrase</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>Samples and pictures are encrypted, and wait for the passphrase.</source>
        <translation>Aufnahmen und Bilder sind verschlüsselt und warten auf die Passphrase.</translation>
    </message>
    <message>
        <source>Encrypt</source>
        <translation>Verschlüsseln</translation>
    </message>
    <message>
        <source>Use the keyring</source>
        <translation>Schlüsselbund verwenden</translation>
    </message>
    <message>
        <source>The system&apos;s keyring keeps the key: nobody is asked for anything</source>
        <translation>Der Schlüsselbund des Systems verwahrt den Schlüssel: Niemand wird nach etwas gefragt</translation>
    </message>
    <message>
        <source>Samples and pictures are encrypted. The system&apos;s keyring keeps the key.</source>
        <translation>Aufnahmen und Bilder sind verschlüsselt. Der Schlüsselbund des Systems verwahrt den Schlüssel.</translation>
    </message>
    <message>
        <source>Samples and pictures are encrypted. The passphrase is asked for at each start.</source>
        <translation>Aufnahmen und Bilder sind verschlüsselt. Die Passphrase wird bei jedem Start abgefragt.</translation>
    </message>
    <message>
        <source>Encrypt with a passphrase...</source>
        <translation>Mit Passphrase verschlüsseln …</translation>
    </message>
    <message>
        <source>Names, notes and visits (who, when and where) are not encrypted. Whoever loses the passphrase, or the keyring, loses the faces. The backups of the database are encrypted, too.</source>
        <translation>Namen, Notizen und Besuche (wer, wann und wo) sind nicht verschlüsselt. Wer die Passphrase oder den Schlüsselbund verliert, verliert die Gesichter. Auch die Sicherungen der Datenbank werden verschlüsselt.</translation>
    </message>
    <message>
        <source>Samples and pictures are not encrypted: who reads this computer&apos;s files can read them.</source>
        <translation>Aufnahmen und Bilder sind nicht verschlüsselt: Wer die Dateien dieses Computers liest, kann sie lesen.</translation>
    </message>
    <message>
        <source>Use a passphrase...</source>
        <translation>Passphrase verwenden …</translation>
    </message>
    <message>
        <source>Change the passphrase...</source>
        <translation>Passphrase ändern …</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>Die beiden Passphrasen sind verschieden.</translation>
    </message>
    <message>
        <source>Working...</source>
        <translation>Läuft …</translation>
    </message>
    <message>
        <source>Working: {done} of {all} samples and pictures</source>
        <translation>Läuft: {done} von {all} Aufnahmen und Bildern</translation>
    </message>
    <message>
        <source>Stopped: nothing was changed.</source>
        <translation>Angehalten: Nichts wurde geändert.</translation>
    </message>
</context>
<context>
    <name>EnrolRecent</name>
    <message>
        <source>The models are not ready.</source>
        <translation>Die Modelle sind noch nicht bereit.</translation>
    </message>
    <message>
        <source>No good picture of this face yet: look at the camera for a moment and try again.</source>
        <translation>Noch kein gutes Bild dieses Gesichts: Schauen Sie kurz in die Kamera und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>No good picture of this face yet ({why}): look at the camera for a moment and try again.</source>
        <translation>Noch kein gutes Bild dieses Gesichts ({why}): Schauen Sie kurz in die Kamera und versuchen Sie es noch einmal.</translation>
    </message>
</context>
<context>
    <name>EnrolSheet</name>
    <message>
        <source>The models are still being opened: wait a moment.</source>
        <translation>Die Modelle werden noch geöffnet: Warten Sie einen Moment.</translation>
    </message>
    <message>
        <source>Enrolling {name}</source>
        <translation>{name} wird hinzugefügt</translation>
    </message>
    <message>
        <source>More samples of {name}</source>
        <translation>Mehr Aufnahmen von {name}</translation>
    </message>
    <message>
        <source>The picture does not move. Open a camera or a video first, or enrol from files ({key}).</source>
        <translation>Das Bild bewegt sich nicht. Öffnen Sie zuerst eine Kamera oder ein Video, oder fügen Sie die Person aus Dateien hinzu ({key}).</translation>
    </message>
    <message>
        <source>Saving...</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Fertig</translation>
    </message>
    <message numerus="yes">
        <source>Finish (%n more)</source>
        <translation>
            <numerusform>Fertig (noch %n)</numerusform>
            <numerusform>Fertig (noch %n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Three good pictures are enough, up to %n are better (Enter)</source>
        <translation>
            <numerusform>Drei gute Bilder genügen (Eingabe)</numerusform>
            <numerusform>Drei gute Bilder genügen, bis zu %n sind besser (Eingabe)</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Keep nothing (Esc)</source>
        <translation>Nichts behalten (Esc)</translation>
    </message>
</context>
<context>
    <name>Entry</name>
    <message>
        <source>Most pictures show somebody else than the first: leave that one out, or sort them by person</source>
        <translation>Die meisten Bilder zeigen jemand anderen als das erste: Lassen Sie es weg oder sortieren Sie die Bilder nach Personen</translation>
    </message>
    <message>
        <source>Nothing was looked at</source>
        <translation>Nichts wurde angesehen</translation>
    </message>
    <message>
        <source>No picture could be taken: {reason}</source>
        <translation>Kein Bild war brauchbar: {reason}</translation>
    </message>
    <message>
        <source>{start} to {end}, {pictures}</source>
        <translation>{start} bis {end}, {pictures}</translation>
    </message>
</context>
<context>
    <name>ErasureReport</name>
    <message>
        <source>Deleted: {things}.</source>
        <translation>Gelöscht: {things}.</translation>
    </message>
    <message>
        <source>A search of the database found {rows} and {backups} left.</source>
        <translation>Eine Suche in der Datenbank fand danach noch: {rows}, {backups}.</translation>
    </message>
    <message>
        <source>What was deleted was overwritten in the file, so that nothing can be restored from it.</source>
        <translation>Was gelöscht wurde, ist in der Datei überschrieben, damit sich nichts daraus wiederherstellen lässt.</translation>
    </message>
    <message>
        <source>What was deleted could not be overwritten in the file yet: another program is reading it, or the disk is full. Close that program or make room, and restart facecam.</source>
        <translation>Was gelöscht wurde, konnte in der Datei noch nicht überschrieben werden: Ein anderes Programm liest sie gerade, oder die Festplatte ist voll. Schließen Sie das Programm oder schaffen Sie Platz, und starten Sie facecam neu.</translation>
    </message>
    <message>
        <source>This file cannot be deleted and may show that person: {file}. Delete it yourself.</source>
        <translation>Diese Datei lässt sich nicht löschen und kann diese Person zeigen: {file}. Löschen Sie sie selbst.</translation>
    </message>
</context>
<context>
    <name>Face</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>looking...</source>
        <translation>prüfe …</translation>
    </message>
</context>
<context>
    <name>FaceRow</name>
    <message>
        <source>Who is it?</source>
        <translation>Wer ist das?</translation>
    </message>
</context>
<context>
    <name>FaceTile</name>
    <message>
        <source>No picture
kept</source>
        <translation>Kein Bild
behalten</translation>
    </message>
</context>
<context>
    <name>Faces</name>
    <message>
        <source>{ago}, {source}, quality {quality}</source>
        <translation>{ago}, {source}, Qualität {quality}</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
</context>
<context>
    <name>FacesView</name>
    <message>
        <source>Choose those that are somebody else, with Ctrl or Shift several</source>
        <translation>Wählen Sie, wer jemand anders ist, mit Strg oder Umschalt mehrere</translation>
    </message>
</context>
<context>
    <name>FilePart</name>
    <message>
        <source>Name of the person</source>
        <translation>Name der Person</translation>
    </message>
    <message>
        <source>Refused pictures</source>
        <translation>Abgelehnte Bilder</translation>
    </message>
    <message>
        <source>{summary}. They are added to {name}, who is enrolled already.</source>
        <translation>{summary}. Sie kommen zu {name}, schon hinzugefügt.</translation>
    </message>
</context>
<context>
    <name>FilesSheet</name>
    <message>
        <source>Finish or cancel this enrolment first: it has its own files.</source>
        <translation>Schließen Sie diesen Vorgang zuerst ab: Er hat eigene Dateien.</translation>
    </message>
    <message>
        <source>Finding the files...</source>
        <translation>Dateien werden gesucht …</translation>
    </message>
    <message numerus="yes">
        <source>Looked at {seen} of %Ln file(s)</source>
        <translation>
            <numerusform>{seen} von %Ln Datei angesehen</numerusform>
            <numerusform>{seen} von %Ln Dateien angesehen</numerusform>
        </translation>
    </message>
    <message>
        <source>Enrol {name}</source>
        <translation>{name} hinzufügen</translation>
    </message>
    <message>
        <source>Add to {name}</source>
        <translation>Zu {name} hinzufügen</translation>
    </message>
    <message numerus="yes">
        <source>Enrol %Ln people</source>
        <translation>
            <numerusform>%Ln Person hinzufügen</numerusform>
            <numerusform>%Ln Personen hinzufügen</numerusform>
        </translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>Hinzufügen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln people enrolled</source>
        <translation>
            <numerusform>%Ln Person hinzugefügt</numerusform>
            <numerusform>%Ln Personen hinzugefügt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s) to answer</source>
        <translation>
            <numerusform>%Ln Frage offen</numerusform>
            <numerusform>%Ln Fragen offen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln names to give</source>
        <translation>
            <numerusform>ein Name fehlt</numerusform>
            <numerusform>%Ln Namen fehlen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>no good picture of %Ln people</source>
        <translation>
            <numerusform>kein gutes Bild von %Ln Person</numerusform>
            <numerusform>kein gutes Bild von %Ln Personen</numerusform>
        </translation>
    </message>
    <message>
        <source>no good picture</source>
        <translation>kein gutes Bild</translation>
    </message>
    <message>
        <source>All is looked at</source>
        <translation>Alles ist angesehen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>enrolment {date}.csv</source>
        <translation>Aufnahme {date}.csv</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Den Bericht speichern</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>People in these files</source>
        <translation>Personen in diesen Dateien</translation>
    </message>
    <message>
        <source>Enrol from files</source>
        <translation>Aus Dateien hinzufügen</translation>
    </message>
    <message>
        <source>How much was looked at</source>
        <translation>Wie viel angesehen wurde</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Look at no further file; what was taken so far stays</source>
        <translation>Keine weitere Datei ansehen; was schon übernommen wurde, bleibt</translation>
    </message>
    <message>
        <source>Keep the small pictures</source>
        <translation>Die kleinen Bilder aufbewahren</translation>
    </message>
    <message>
        <source>They show who is who, and allow another model later without enrolling again</source>
        <translation>Sie zeigen, wer wer ist, und erlauben später ein anderes Modell, ohne alle neu hinzuzufügen</translation>
    </message>
    <message>
        <source>Leave; what is not enrolled yet is not kept (Esc)</source>
        <translation>Verlassen; was noch nicht hinzugefügt ist, wird nicht aufbewahrt (Esc)</translation>
    </message>
    <message>
        <source>Enrol everybody who is ready (Enter)</source>
        <translation>Alle hinzufügen, die bereit sind (Eingabe)</translation>
    </message>
    <message>
        <source>Report...</source>
        <translation>Bericht ...</translation>
    </message>
    <message>
        <source>Save what became of everybody as a table</source>
        <translation>Als Tabelle speichern, was aus jedem wurde</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>Looking at {name}...</source>
        <translation>{name} wird angesehen …</translation>
    </message>
    <message>
        <source>Looking for this face...</source>
        <translation>Dieses Gesicht wird gesucht …</translation>
    </message>
    <message>
        <source>The models are not open yet. Wait a moment and try again.</source>
        <translation>Die Modelle sind noch nicht geöffnet. Warten Sie einen Moment und versuchen Sie es noch einmal.</translation>
    </message>
</context>
<context>
    <name>Forget</name>
    <message>
        <source>Forget {name}</source>
        <translation>{name} vergessen</translation>
    </message>
    <message>
        <source>Forget {name} for good?</source>
        <translation>{name} endgültig vergessen?</translation>
    </message>
    <message>
        <source>This deletes {name}&apos;s samples and pictures, the visits that were noted, strangers&apos; visits and corrections whose face looks like {name}&apos;s, the journal of changes to this person, and the backups of the database, which hold {name} too. It cannot be undone.

To hide somebody in a way that can be undone, use Remove.</source>
        <translation>Das löscht die Aufnahmen und Bilder von {name}, die notierten Besuche, Besuche von Fremden und Korrekturen, deren Gesicht dem von {name} ähnelt, das Änderungsprotokoll zu dieser Person und die Sicherungen der Datenbank, in denen {name} ebenfalls steht. Es lässt sich nicht rückgängig machen.

Um jemanden nur auszublenden, verwenden Sie „Entfernen“: Das lässt sich rückgängig machen.</translation>
    </message>
    <message>
        <source>How many of the strangers&apos; faces were compared</source>
        <translation>Wie viele Gesichter von Fremden verglichen sind</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Forget for good</source>
        <translation>Endgültig vergessen</translation>
    </message>
    <message>
        <source>Looking for strangers&apos; faces that are {name}&apos;s...</source>
        <translation>Sucht unter den Gesichtern von Fremden nach {name} ...</translation>
    </message>
    <message>
        <source>Deleting, and looking for what may be left...</source>
        <translation>Löschen und nach Resten suchen …</translation>
    </message>
    <message>
        <source>{name} is forgotten</source>
        <translation>{name} ist vergessen</translation>
    </message>
    <message>
        <source>{name} could not be forgotten</source>
        <translation>{name} konnte nicht vergessen werden</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>FoundFace</name>
    <message>
        <source>All visits</source>
        <translation>Alle Besuche</translation>
    </message>
    <message>
        <source>Show all visits again</source>
        <translation>Wieder alle Besuche zeigen</translation>
    </message>
    <message>
        <source>This face cannot be looked for</source>
        <translation>Dieses Gesicht kann nicht gesucht werden</translation>
    </message>
    <message>
        <source>No visit has a face to compare with</source>
        <translation>Kein Besuch hat ein Gesicht zum Vergleichen</translation>
    </message>
    <message>
        <source>This face was not here</source>
        <translation>Dieses Gesicht war nicht hier</translation>
    </message>
    <message>
        <source>This face was here: {visits}, {days}</source>
        <translation>Dieses Gesicht war hier: {visits}, {days}</translation>
    </message>
    <message>
        <source> to </source>
        <translation> bis </translation>
    </message>
    <message>
        <source>Compared with {visits}; found from a likeness of {threshold} on.</source>
        <translation>Verglichen mit: {visits}; gefunden ab einer Ähnlichkeit von {threshold}.</translation>
    </message>
    <message>
        <source>Of people who were never here {share} finds one all the same.</source>
        <translation>Von denen, die nie hier waren, findet {share} dennoch einen.</translation>
    </message>
    <message>
        <source>By estimate, of people who were never here {share} finds one all the same.</source>
        <translation>Geschätzt: Von denen, die nie hier waren, findet {share} dennoch einen.</translation>
    </message>
    <message>
        <source>{visits} without a face that can be compared.</source>
        <translation>{visits} ohne ein Gesicht, das sich vergleichen lässt.</translation>
    </message>
</context>
<context>
    <name>FrameView</name>
    <message>
        <source>Live picture</source>
        <translation>Live-Bild</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <source>Add a source</source>
        <translation>Quelle hinzufügen</translation>
    </message>
    <message>
        <source>Watch one more camera, file or stream beside these</source>
        <translation>Eine weitere Kamera, Datei oder einen Stream daneben zeigen</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Click one to look at it closely.</source>
        <translation>Klicken Sie eine an, um sie groß zu sehen.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Nothing is watched</source>
        <translation>Keine Quelle offen</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>one person from {threshold}</source>
        <translation>eine Person ab {threshold}</translation>
    </message>
    <message>
        <source>two people (dashed)</source>
        <translation>zwei Personen (gestrichelt)</translation>
    </message>
    <message>
        <source>one person</source>
        <translation>eine Person</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>visits {date}.csv</source>
        <translation>Besuche {date}.csv</translation>
    </message>
    <message>
        <source>Save the visits</source>
        <translation>Besuche speichern</translation>
    </message>
    <message numerus="yes">
        <source>Saved %Ln row(s) to {path}</source>
        <translation>
            <numerusform>%Ln Zeile gespeichert in {path}</numerusform>
            <numerusform>%Ln Zeilen gespeichert in {path}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saved %Ln visit(s) to {path}</source>
        <translation>
            <numerusform>%Ln Besuch gespeichert in {path}</numerusform>
            <numerusform>%Ln Besuche gespeichert in {path}</numerusform>
        </translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the visits by name or place</source>
        <translation>Die Besuche nach Name oder Ort durchsuchen</translation>
    </message>
    <message>
        <source>Find a face...</source>
        <translation>Gesicht suchen …</translation>
    </message>
    <message>
        <source>Whose visits?</source>
        <translation>Wessen Besuche?</translation>
    </message>
    <message>
        <source>Choose a picture, drop one on this page, or paste it</source>
        <translation>Wählen Sie ein Bild, legen Sie eines auf dieser Seite ab, oder fügen Sie es ein</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Alle Personen</translation>
    </message>
    <message>
        <source>Only one person&apos;s visits</source>
        <translation>Nur Besuche einer Person</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Only visits in front of one source</source>
        <translation>Nur Besuche vor einer Quelle</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>Bekannt</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Not seen well enough</source>
        <translation>Nicht gut genug gesehen</translation>
    </message>
    <message>
        <source>Known or not</source>
        <translation>Bekannt oder nicht</translation>
    </message>
    <message>
        <source>Only the known, or strangers</source>
        <translation>Nur Bekannte oder Fremde</translation>
    </message>
    <message>
        <source>Glimpses</source>
        <translation>Flüchtige</translation>
    </message>
    <message>
        <source>Also strangers who were not seen well, or for less than a second</source>
        <translation>Auch Fremde, die nicht gut oder kürzer als eine Sekunde zu sehen waren</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>Nach Tagen</translation>
    </message>
    <message>
        <source>Attendance: of each day and person when first, when last, and how long</source>
        <translation>Anwesenheit: je Tag und Person wann zuerst, wann zuletzt und wie lange</translation>
    </message>
    <message>
        <source>Attendance by day</source>
        <translation>Anwesenheit nach Tagen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Show all visits again</source>
        <translation>Wieder alle Besuche zeigen</translation>
    </message>
    <message>
        <source>attendance {date}.csv</source>
        <translation>Anwesenheit {date}.csv</translation>
    </message>
    <message>
        <source>Table (*.csv);;Sheet (*.xlsx);;JSON (*.json)</source>
        <translation>Tabelle (*.csv);;Tabellenblatt (*.xlsx);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Besuche</translation>
    </message>
    <message>
        <source>The newest first; Space shows one large, Enter corrects the name, Delete deletes the chosen</source>
        <translation>Die neuesten zuerst; die Leertaste zeigt einen groß, die Eingabetaste berichtigt den Namen, Entf löscht die gewählten</translation>
    </message>
    <message>
        <source>Not this person</source>
        <translation>Nicht diese Person</translation>
    </message>
    <message>
        <source>Who was it?</source>
        <translation>Wer war das?</translation>
    </message>
    <message>
        <source>Show it large</source>
        <translation>Groß zeigen</translation>
    </message>
    <message>
        <source>Find this face</source>
        <translation>Dieses Gesicht suchen</translation>
    </message>
    <message>
        <source>Delete visit</source>
        <translation>Besuch löschen</translation>
    </message>
    <message>
        <source>No such visit</source>
        <translation>Kein solcher Besuch</translation>
    </message>
    <message>
        <source>Nothing that was noted fits these filters.</source>
        <translation>Nichts Notiertes passt zu diesen Filtern.</translation>
    </message>
    <message>
        <source>Nobody was here yet</source>
        <translation>Noch war niemand da</translation>
    </message>
    <message>
        <source>Whoever passes the camera is noted here, from when to when.</source>
        <translation>Wer an der Kamera vorbeikommt, wird hier notiert, von wann bis wann.</translation>
    </message>
    <message>
        <source>Visits are not noted</source>
        <translation>Besuche werden nicht notiert</translation>
    </message>
    <message>
        <source>The settings say so. Once they are, they are shown here.</source>
        <translation>So steht es in den Einstellungen. Sobald sie notiert werden, stehen sie hier.</translation>
    </message>
    <message>
        <source>Not {name}</source>
        <translation>Nicht {name}</translation>
    </message>
</context>
<context>
    <name>Ignored</name>
    <message>
        <source>for now</source>
        <translation>vorerst</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>für immer</translation>
    </message>
    <message>
        <source>not a face</source>
        <translation>kein Gesicht</translation>
    </message>
    <message>
        <source>Ignored {how}, {ago}</source>
        <translation>Ignoriert: {how}, {ago}</translation>
    </message>
</context>
<context>
    <name>IgnoredList</name>
    <message>
        <source>Ignored faces</source>
        <translation>Ignorierte Gesichter</translation>
    </message>
    <message>
        <source>Show again</source>
        <translation>Wieder zeigen</translation>
    </message>
    <message>
        <source>They are among the unknowns again</source>
        <translation>Sie sind wieder unter den Unbekannten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Whoever looks like one of these is not shown among the unknowns.</source>
        <translation>Wer einem von diesen gleicht, wird nicht unter den Unbekannten gezeigt.</translation>
    </message>
    <message>
        <source>Nobody is ignored.</source>
        <translation>Niemand wird ignoriert.</translation>
    </message>
</context>
<context>
    <name>InView</name>
    <message>
        <source>In view</source>
        <translation>Im Bild</translation>
    </message>
    <message>
        <source>Nobody is in the picture.</source>
        <translation>Niemand ist im Bild.</translation>
    </message>
    <message>
        <source>In view: {number}</source>
        <translation>Im Bild: {number}</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Live picture</source>
        <translation>Live-Bild</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>History and unknowns</source>
        <translation>Verlauf und Unbekannte</translation>
    </message>
    <message>
        <source>Show the live picture</source>
        <translation>Live-Bild zeigen</translation>
    </message>
    <message>
        <source>Show the people</source>
        <translation>Personen zeigen</translation>
    </message>
    <message>
        <source>Show who was there</source>
        <translation>Zeigen, wer da war</translation>
    </message>
    <message>
        <source>Show the strangers</source>
        <translation>Unbekannte zeigen</translation>
    </message>
    <message>
        <source>Compare two pictures</source>
        <translation>Zwei Bilder vergleichen</translation>
    </message>
    <message>
        <source>Show what is told outside, and to whom</source>
        <translation>Zeigen, was nach draußen gemeldet wird, und wem</translation>
    </message>
    <message>
        <source>Show the models</source>
        <translation>Modelle zeigen</translation>
    </message>
    <message>
        <source>Show the settings</source>
        <translation>Einstellungen zeigen</translation>
    </message>
    <message>
        <source>Enrol a person</source>
        <translation>Person hinzufügen</translation>
    </message>
    <message>
        <source>Choose a face by its number</source>
        <translation>Gesicht nach seiner Ziffer wählen</translation>
    </message>
    <message>
        <source>Say why the chosen face has its name, or none</source>
        <translation>Sagen, warum dieser Name, oder warum keiner</translation>
    </message>
    <message>
        <source>Freeze the picture or hold the film, and go on</source>
        <translation>Bild einfrieren oder Film anhalten, und weiter</translation>
    </message>
    <message>
        <source>Back by one picture of a film or folder</source>
        <translation>In Film oder Ordner ein Bild zurück</translation>
    </message>
    <message>
        <source>On by one picture of a film or folder</source>
        <translation>In Film oder Ordner ein Bild weiter</translation>
    </message>
    <message>
        <source>Save the picture to a file</source>
        <translation>Bild als Datei speichern</translation>
    </message>
    <message>
        <source>Fill the screen, and leave it</source>
        <translation>Vollbild ein und aus</translation>
    </message>
    <message>
        <source>Record the picture to a file, and end that</source>
        <translation>Aufzeichnung beginnen und beenden</translation>
    </message>
    <message>
        <source>Blur strangers, and show them</source>
        <translation>Fremde unkenntlich machen und zeigen</translation>
    </message>
    <message>
        <source>Show the picture as in a mirror</source>
        <translation>Bild wie im Spiegel zeigen</translation>
    </message>
    <message>
        <source>Turn the picture by a quarter</source>
        <translation>Bild um ein Viertel drehen</translation>
    </message>
    <message>
        <source>Watch several sources side by side; Esc goes back</source>
        <translation>Mehrere Quellen nebeneinander; Esc führt zurück</translation>
    </message>
    <message>
        <source>Show names in large type; Esc leaves</source>
        <translation>Namen in großer Schrift; Esc beendet</translation>
    </message>
    <message>
        <source>Fold the panel away, and back</source>
        <translation>Seitenleiste ein- und ausblenden</translation>
    </message>
    <message>
        <source>Leave what is open</source>
        <translation>Verlassen, was offen ist</translation>
    </message>
    <message>
        <source>Open a video or image</source>
        <translation>Video oder Bild öffnen</translation>
    </message>
    <message>
        <source>Open a stream by its address</source>
        <translation>Stream über seine Adresse öffnen</translation>
    </message>
    <message>
        <source>Enrol people from files</source>
        <translation>Personen aus Dateien hinzufügen</translation>
    </message>
    <message>
        <source>Take back the last change</source>
        <translation>Letzte Änderung rückgängig machen</translation>
    </message>
    <message>
        <source>Do it again</source>
        <translation>Änderung wiederholen</translation>
    </message>
    <message>
        <source>Show all keys</source>
        <translation>Alle Tasten zeigen</translation>
    </message>
    <message>
        <source>Quit facecam</source>
        <translation>facecam beenden</translation>
    </message>
    <message>
        <source>Search the people, or the visits</source>
        <translation>Die Personen oder die Besuche durchsuchen</translation>
    </message>
    <message>
        <source>Rename the person</source>
        <translation>Person umbenennen</translation>
    </message>
    <message>
        <source>The chosen samples are somebody else</source>
        <translation>Die gewählten Aufnahmen sind jemand anders</translation>
    </message>
    <message>
        <source>Merge the person into another</source>
        <translation>Person mit einer anderen zusammenführen</translation>
    </message>
    <message>
        <source>Remove the person, or the chosen sample</source>
        <translation>Person oder gewählte Aufnahme entfernen</translation>
    </message>
    <message>
        <source>Yes, this face is the person&apos;s</source>
        <translation>Ja, dieses Gesicht gehört der Person</translation>
    </message>
    <message>
        <source>No, it is not</source>
        <translation>Nein, das ist sie nicht</translation>
    </message>
    <message>
        <source>Ask another time</source>
        <translation>Ein anderes Mal fragen</translation>
    </message>
    <message>
        <source>Name the chosen stranger or visit</source>
        <translation>Gewählte Unbekannte oder Besuch benennen</translation>
    </message>
    <message>
        <source>Ignore the chosen stranger</source>
        <translation>Gewählte Unbekannte ignorieren</translation>
    </message>
    <message>
        <source>Ignore the chosen stranger for ever</source>
        <translation>Die gewählte fremde Person für immer ignorieren</translation>
    </message>
    <message>
        <source>Say that it is not a face</source>
        <translation>Sagen, dass es kein Gesicht ist</translation>
    </message>
    <message>
        <source>Choose the stranger that is proposed as well</source>
        <translation>Auch die vorgeschlagene fremde Person wählen</translation>
    </message>
    <message>
        <source>Say that it was not this person</source>
        <translation>Sagen, dass es nicht diese Person war</translation>
    </message>
    <message>
        <source>Show the chosen visit large</source>
        <translation>Den gewählten Besuch groß zeigen</translation>
    </message>
    <message>
        <source>Play the clip of a visit that is shown large, and hold it</source>
        <translation>Den Clip eines groß gezeigten Besuchs abspielen und anhalten</translation>
    </message>
    <message>
        <source>Find when else the face of the visit was here</source>
        <translation>Finden, wann das Gesicht des Besuchs noch hier war</translation>
    </message>
    <message>
        <source>Find when the face of a copied picture was here</source>
        <translation>Finden, wann ein kopiertes Gesicht hier war</translation>
    </message>
    <message>
        <source>Delete the chosen visits</source>
        <translation>Die gewählten Besuche löschen</translation>
    </message>
    <message>
        <source>Save the visits to a file</source>
        <translation>Besuche in eine Datei speichern</translation>
    </message>
</context>
<context>
    <name>Kiosk</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>und %Ln weitere</numerusform>
            <numerusform>und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>I do not know you yet</source>
        <translation>Ich kenne Sie noch nicht</translation>
    </message>
    <message>
        <source>Look at the camera</source>
        <translation>Schauen Sie in die Kamera</translation>
    </message>
</context>
<context>
    <name>LargeVisit</name>
    <message>
        <source>Newer</source>
        <translation>Neuer</translation>
    </message>
    <message>
        <source>The visit above (Left)</source>
        <translation>Der Besuch darüber (Links)</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>Älter</translation>
    </message>
    <message>
        <source>The visit below (Right)</source>
        <translation>Der Besuch darunter (Rechts)</translation>
    </message>
    <message>
        <source>Who was it?</source>
        <translation>Wer war das?</translation>
    </message>
    <message>
        <source>Not this person</source>
        <translation>Nicht diese Person</translation>
    </message>
    <message>
        <source>Find this face</source>
        <translation>Dieses Gesicht suchen</translation>
    </message>
    <message>
        <source>Show in the film</source>
        <translation>Im Film zeigen</translation>
    </message>
    <message>
        <source>Open the film, and hold it where this visit begins</source>
        <translation>Den Film öffnen und dort anhalten, wo dieser Besuch beginnt</translation>
    </message>
    <message>
        <source>Delete visit</source>
        <translation>Besuch löschen</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>Ähnlichkeit</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>Blicke</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Back to the list (Esc)</source>
        <translation>Zurück zur Liste (Esc)</translation>
    </message>
    <message>
        <source>No picture was kept of this visit.</source>
        <translation>Von diesem Besuch wurde kein Bild behalten.</translation>
    </message>
    <message>
        <source>The clip is damaged, or gone.</source>
        <translation>Der Clip ist beschädigt oder nicht mehr da.</translation>
    </message>
</context>
<context>
    <name>ListChip</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
</context>
<context>
    <name>LiveCheck</name>
    <message>
        <source>Look straight at the camera</source>
        <translation>Schauen Sie gerade in die Kamera</translation>
    </message>
    <message>
        <source>Turn your head to your left</source>
        <translation>Drehen Sie den Kopf nach links</translation>
    </message>
    <message>
        <source>Turn your head to your right</source>
        <translation>Drehen Sie den Kopf nach rechts</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>Schauen Sie nach oben</translation>
    </message>
    <message>
        <source>Turned as asked</source>
        <translation>Gedreht wie verlangt</translation>
    </message>
    <message>
        <source>Flat: looks like a picture</source>
        <translation>Flach: sieht aus wie ein Bild</translation>
    </message>
    <message>
        <source>Not tested</source>
        <translation>Nicht geprüft</translation>
    </message>
</context>
<context>
    <name>LiveCheckSheet</name>
    <message>
        <source>Once more</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Back to the picture (Esc)</source>
        <translation>Zurück zum Bild (Esc)</translation>
    </message>
    <message>
        <source>It is {name}.</source>
        <translation>Es ist {name}.</translation>
    </message>
    <message>
        <source>A picture held before the camera cannot do that; a film made to answer, or a mask, can.</source>
        <translation>Das kann ein Bild nicht, das vor die Kamera gehalten wird; ein dafür gemachter Film oder eine Maske kann es.</translation>
    </message>
    <message>
        <source>The nose stayed where a flat picture has it.</source>
        <translation>Die Nase blieb, wo ein flaches Bild sie hat.</translation>
    </message>
    <message>
        <source>Once more: stay in the picture, look at the camera, and turn slowly.</source>
        <translation>Noch einmal: Bleiben Sie im Bild, schauen Sie in die Kamera und drehen Sie den Kopf langsam.</translation>
    </message>
    <message>
        <source>It is advice: do not open doors with it.</source>
        <translation>Es ist ein Hinweis: Öffnen Sie damit keine Türen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message>
        <source>Frozen. Space goes on.</source>
        <translation>Angehalten. Die Leertaste lässt es weiterlaufen.</translation>
    </message>
    <message>
        <source>Looking for a camera...</source>
        <translation>Kamera wird gesucht …</translation>
    </message>
    <message>
        <source>Default settings, no source, no graphics processor; nothing is changed. Open a source to test it.</source>
        <translation>Standardeinstellungen, keine Quelle, kein Grafikprozessor; nichts wird geändert. Öffnen Sie zum Testen eine Quelle.</translation>
    </message>
    <message>
        <source>Safe mode</source>
        <translation>Abgesicherter Modus</translation>
    </message>
    <message>
        <source>Plug one in: it is noticed at once. Or see how it works with the demo clip.</source>
        <translation>Schließen Sie eine an: Sie wird sofort bemerkt. Oder sehen Sie sich an, wie es mit dem Demo-Clip geht.</translation>
    </message>
    <message>
        <source>No camera is plugged in</source>
        <translation>Keine Kamera angeschlossen</translation>
    </message>
    <message>
        <source>Nothing is watched</source>
        <translation>Keine Quelle offen</translation>
    </message>
    <message>
        <source>Choose a source below.</source>
        <translation>Wählen Sie unten eine Quelle.</translation>
    </message>
    <message>
        <source>Choose a face first: click it, or press its number.</source>
        <translation>Wählen Sie zuerst ein Gesicht: per Klick oder mit seiner Ziffer.</translation>
    </message>
    <message>
        <source>Enrol a person</source>
        <translation>Person hinzufügen</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Fill the screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>In the picture: {people}</source>
        <translation>Im Bild: {people}</translation>
    </message>
    <message>
        <source>There is no good picture of this face: look at the camera and try again.</source>
        <translation>Es gibt kein gutes Bild dieses Gesichts: Schauen Sie in die Kamera und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Play again</source>
        <translation>Noch einmal abspielen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Open a file...</source>
        <translation>Datei öffnen …</translation>
    </message>
    <message>
        <source>Demo clip</source>
        <translation>Demo-Clip</translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation>Diesem Zertifikat vertrauen</translation>
    </message>
</context>
<context>
    <name>Merge</name>
    <message>
        <source>Merge {name}</source>
        <translation>{name} zusammenführen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the people</source>
        <translation>Personen suchen</translation>
    </message>
    <message>
        <source>The other person</source>
        <translation>Die andere Person</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Change nothing (Esc)</source>
        <translation>Nichts ändern (Esc)</translation>
    </message>
    <message>
        <source>Who is {name} really?</source>
        <translation>Wer ist {name} wirklich?</translation>
    </message>
    <message>
        <source>The samples and visits of {name} go to {into}, whose name stays. It can be undone.</source>
        <translation>Die Aufnahmen und Besuche von {name} gehen an {into}; dieser Name bleibt. Das lässt sich rückgängig machen.</translation>
    </message>
    <message>
        <source>They do not look alike: {score}, where one person has {enough} and more.</source>
        <translation>Sie gleichen sich nicht: {score}, wo eine Person {enough} und mehr hat.</translation>
    </message>
    <message>
        <source>Choose the person who is the same one.</source>
        <translation>Wählen Sie die Person, die dieselbe ist.</translation>
    </message>
    <message>
        <source>Nobody else is called that.</source>
        <translation>Niemand sonst heißt so.</translation>
    </message>
    <message>
        <source>There is nobody else.</source>
        <translation>Es gibt sonst niemanden.</translation>
    </message>
</context>
<context>
    <name>Model</name>
    <message>
        <source>Taken for one another more often: it does not know how crowded a face&apos;s place is</source>
        <translation>Werden öfter miteinander verwechselt: Es weiß nicht, wie viele einem Gesicht gleichen</translation>
    </message>
    <message>
        <source>Held to the same promise as everybody, as far as was measured</source>
        <translation>Für sie gilt dasselbe Versprechen wie für alle, soweit gemessen wurde</translation>
    </message>
    <message>
        <source>Not measured</source>
        <translation>Nicht gemessen</translation>
    </message>
    <message>
        <source>{share} of the pairs of LFW, a public set, are told right.</source>
        <translation>{share} der Paare von LFW, einer öffentlichen Sammlung, werden richtig beurteilt.</translation>
    </message>
    <message>
        <source>Where 1 pair of two people in 1,000 may pass for one, {share} of those of one do.</source>
        <translation>Wenn 1 von 1.000 Paaren zweier Personen als eine gelten darf, gelten {share} der Paare einer Person als eine.</translation>
    </message>
    <message>
        <source>Not stated</source>
        <translation>Nicht angegeben</translation>
    </message>
    <message>
        <source>“{text}” (the model&apos;s card)</source>
        <translation>„{text}“ (Karte des Modells, englisch)</translation>
    </message>
    <message>
        <source>The file {file} is missing. Restore the folder {folder}.</source>
        <translation>Die Datei {file} fehlt. Stellen Sie den Ordner {folder} wieder her.</translation>
    </message>
    <message>
        <source>{megabytes} MB; faces of {size} x {size} pixels become {numbers} numbers</source>
        <translation>{megabytes} MB; aus Gesichtern von {size} x {size} Pixeln werden {numbers} Zahlen</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>Not measured on this computer yet</source>
        <translation>Auf diesem Computer noch nicht gemessen</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Takes a moment; the picture goes on</source>
        <translation>Dauert einen Moment; das Bild läuft weiter</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Children</source>
        <translation>Kinder</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>Bedingungen</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>Trainiert mit</translation>
    </message>
    <message>
        <source>Model {name}</source>
        <translation>Modell {name}</translation>
    </message>
    <message numerus="yes">
        <source>Bring %Ln sample(s) over</source>
        <translation>
            <numerusform>%Ln Aufnahme übertragen</numerusform>
            <numerusform>%Ln Aufnahmen übertragen</numerusform>
        </translation>
    </message>
    <message>
        <source>On your pictures: {said}</source>
        <translation>Auf Ihren Bildern: {said}</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>Noch einmal messen</translation>
    </message>
    <message>
        <source>Measuring...</source>
        <translation>Messen …</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Bringing the samples over to {model}...</source>
        <translation>Die Aufnahmen werden auf {model} übertragen …</translation>
    </message>
    <message>
        <source>Trying the models on your pictures...</source>
        <translation>Die Modelle werden an Ihren Bildern erprobt …</translation>
    </message>
    <message>
        <source>A folder with a folder of pictures for each person</source>
        <translation>Ein Ordner mit einem Bilderordner je Person</translation>
    </message>
    <message>
        <source>{ms} ms a face on the {processor}, while everything else goes on</source>
        <translation>{ms} ms je Gesicht ({processor}), während alles andere weiterläuft</translation>
    </message>
    <message>
        <source>Try them on your pictures...</source>
        <translation>An eigenen Bildern erproben …</translation>
    </message>
    <message>
        <source>Choose a folder with a folder of pictures for each person; nothing of them is kept</source>
        <translation>Wählen Sie einen Ordner mit einem Bilderordner je Person; davon wird nichts aufbewahrt</translation>
    </message>
    <message>
        <source>Samples that have come over</source>
        <translation>Übertragene Aufnahmen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Nothing is changed before all of them are ready</source>
        <translation>Nichts wird geändert, bevor alle bereit sind</translation>
    </message>
    <message>
        <source>There is no other model yet: those that are put into the folder `models`, with its list, appear here.</source>
        <translation>Noch gibt es kein anderes Modell: Was in den Ordner „models“ und seine Liste kommt, erscheint hier.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>What turns a face into numbers. Another model needs numbers of its own: they are made anew from the pictures that were kept, and until all are there the old model goes on.</source>
        <translation>Was aus einem Gesicht Zahlen macht. Ein anderes Modell braucht eigene Zahlen: Sie werden aus den aufbewahrten Bildern neu berechnet, und bis alle da sind, arbeitet das alte Modell weiter.</translation>
    </message>
</context>
<context>
    <name>NameCard</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the person</source>
        <translation>Name der Person</translation>
    </message>
    <message>
        <source>Keep the small pictures of the face as well</source>
        <translation>Auch die kleinen Bilder des Gesichts aufbewahren</translation>
    </message>
    <message>
        <source>They show who is who in the list, and allow another model later without enrolling again</source>
        <translation>Sie zeigen in der Liste, wer wer ist, und erlauben später ein anderes Modell, ohne alle neu hinzuzufügen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Los</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Keep nothing (Esc)</source>
        <translation>Nichts behalten (Esc)</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>Wer ist das?</translation>
    </message>
</context>
<context>
    <name>NameEdit</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Click to rename; Enter keeps the new name, Esc the old one</source>
        <translation>Zum Umbenennen anklicken; Eingabe behält den neuen Namen, Esc den alten</translation>
    </message>
</context>
<context>
    <name>Naming</name>
    <message>
        <source>Who was it?</source>
        <translation>Wer war das?</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Remember</source>
        <translation>Merken</translation>
    </message>
    <message>
        <source>Their most different faces become samples of that person.</source>
        <translation>Ihre verschiedensten Gesichter werden Aufnahmen dieser Person.</translation>
    </message>
    <message>
        <source>No face was kept of these visits: only the name changes.</source>
        <translation>Von diesen Besuchen wurde kein Gesicht behalten: Nur der Name ändert sich.</translation>
    </message>
    <message>
        <source>The face of this visit becomes a sample of that person.</source>
        <translation>Das Gesicht dieses Besuchs wird eine Aufnahme dieser Person.</translation>
    </message>
    <message>
        <source>No face was kept of this visit: only the name changes.</source>
        <translation>Von diesem Besuch ist kein Gesicht aufbewahrt: Nur der Name ändert sich.</translation>
    </message>
    <message>
        <source>Faces like it are not {name} any more.</source>
        <translation>Ähnliche Gesichter sind nicht mehr {name}.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Yes, {name}</source>
        <translation>Ja, {name}</translation>
    </message>
    <message>
        <source>Face {number}</source>
        <translation>Gesicht {number}</translation>
    </message>
    <message>
        <source>A name from a confidence of {share}</source>
        <translation>Ein Name ab einer Sicherheit von {share}</translation>
    </message>
    <message>
        <source>{name}, {share}</source>
        <translation>{name}, {share}</translation>
    </message>
    <message>
        <source>nobody; likeliest {name}, {share}</source>
        <translation>niemand; am ehesten {name}, {share}</translation>
    </message>
    <message>
        <source>{name}, {score}</source>
        <translation>{name}, {score}</translation>
    </message>
    <message>
        <source>nobody is enrolled</source>
        <translation>es ist noch niemand hinzugefügt</translation>
    </message>
    <message>
        <source>unknown; nearest {name}, {score}</source>
        <translation>unbekannt; am nächsten {name}, {score}</translation>
    </message>
    <message>
        <source>Looking...</source>
        <translation>Wird angesehen …</translation>
    </message>
    <message>
        <source>Pictures to be named</source>
        <translation>Bilder, die benannt werden sollen</translation>
    </message>
    <message>
        <source>Pictures ({kinds})</source>
        <translation>Bilder ({kinds})</translation>
    </message>
    <message>
        <source>Classifier</source>
        <translation>Klassifikator</translation>
    </message>
    <message>
        <source>Choose pictures...</source>
        <translation>Bilder wählen …</translation>
    </message>
    <message>
        <source>Nothing of them is kept, and nobody enrolled</source>
        <translation>Nichts davon wird behalten, und niemand hinzugefügt</translation>
    </message>
    <message>
        <source>How sure the classifier must be</source>
        <translation>Wie sicher der Klassifikator sein muss</translation>
    </message>
    <message>
        <source>A classifier knows its own people and no strangers: whoever comes is given to one of them. Beside it stands whom the people enrolled here make of the same face.</source>
        <translation>Ein Klassifikator kennt seine eigenen Personen und keine Fremden: Wer auch kommt, wird einer von ihnen zugeordnet. Daneben steht, wen facecam unter den hinzugefügten Personen darin erkennt.</translation>
    </message>
    <message>
        <source>Enrolled people</source>
        <translation>Hinzugefügte Personen</translation>
    </message>
    <message>
        <source>Name faces by a classifier</source>
        <translation>Gesichter durch einen Klassifikator benennen</translation>
    </message>
</context>
<context>
    <name>NoVisits</name>
    <message>
        <source>Show the live picture</source>
        <translation>Live-Bild zeigen</translation>
    </message>
    <message>
        <source>Note visits from now on</source>
        <translation>Besuche ab jetzt notieren</translation>
    </message>
</context>
<context>
    <name>Notifications</name>
    <message>
        <source>Seen at {time}</source>
        <translation>Gesehen um {time}</translation>
    </message>
    <message>
        <source>facecam tells when somebody comes</source>
        <translation>facecam meldet, wenn jemand kommt</translation>
    </message>
    <message>
        <source>Show facecam</source>
        <translation>facecam zeigen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>OneByOne</name>
    <message>
        <source>Samples of {name}</source>
        <translation>Aufnahmen von {name}</translation>
    </message>
    <message>
        <source>Could be {name}</source>
        <translation>Könnte {name} sein</translation>
    </message>
    <message>
        <source>No picture was kept</source>
        <translation>Kein Bild aufbewahrt</translation>
    </message>
    <message>
        <source>Yes, add it</source>
        <translation>Ja, hinzufügen</translation>
    </message>
    <message>
        <source>Yes, this is {name}</source>
        <translation>Ja, das ist {name}</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Ask another time</source>
        <translation>Ein anderes Mal fragen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Faces that were asked about</source>
        <translation>Gesichter, nach denen gefragt wurde</translation>
    </message>
    <message>
        <source>That was all</source>
        <translation>Das war alles</translation>
    </message>
    <message>
        <source>Add this look to the samples?</source>
        <translation>Diese Ansicht zu den Aufnahmen nehmen?</translation>
    </message>
    <message>
        <source>Is this {name}?</source>
        <translation>Ist das {name}?</translation>
    </message>
    <message>
        <source>No picture was kept of this visit.</source>
        <translation>Von diesem Besuch wurde kein Bild aufbewahrt.</translation>
    </message>
    <message>
        <source>{seen}, {source}. Likeness {score}; a name is given from {threshold}.</source>
        <translation>{seen}, {source}. Ähnlichkeit {score}; ab {threshold} gibt es einen Namen.</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Gesehen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Outlook</name>
    <message>
        <source>To be known, these must be enrolled again: {names}.</source>
        <translation>Neu hinzuzufügen, um erkannt zu werden: {names}.</translation>
    </message>
</context>
<context>
    <name>Overlay</name>
    <message>
        <source>Opening {source}...</source>
        <translation>{source} wird geöffnet …</translation>
    </message>
    <message>
        <source>The picture was lost. Trying again...</source>
        <translation>Das Bild ist weg. Neuer Versuch …</translation>
    </message>
    <message>
        <source>{source} has ended</source>
        <translation>{source} ist zu Ende</translation>
    </message>
    <message>
        <source>There is no picture</source>
        <translation>Es gibt kein Bild</translation>
    </message>
</context>
<context>
    <name>Own</name>
    <message>
        <source>How often a known face gets no name is shown here once somebody is enrolled.</source>
        <translation>Wie oft ein bekanntes Gesicht keinen Namen bekommt, steht hier, sobald jemand hinzugefügt ist.</translation>
    </message>
    <message>
        <source>So many people are not compared with each other here.</source>
        <translation>So viele Personen werden hier nicht miteinander verglichen.</translation>
    </message>
    <message>
        <source>Comparing your own people&apos;s samples...</source>
        <translation>Die Aufnahmen Ihrer eigenen Personen werden verglichen …</translation>
    </message>
    <message>
        <source>How often a known face gets no name is shown here once somebody has two samples.</source>
        <translation>Wie oft ein bekanntes Gesicht keinen Namen bekommt, steht hier, sobald jemand zwei Aufnahmen hat.</translation>
    </message>
    <message>
        <source>For somebody else, were that person not enrolled, {share} would pass.</source>
        <translation>Für jemand anderen gehalten würde, wäre die Person nicht hinzugefügt: {share}.</translation>
    </message>
    <message>
        <source>(Each is compared with all the others; another day&apos;s light is harder.)</source>
        <translation>(Jede wird mit allen anderen verglichen; das Licht eines anderen Tages ist schwieriger.)</translation>
    </message>
</context>
<context>
    <name>PastVisits</name>
    <message>
        <source>Past visits</source>
        <translation>Frühere Besuche</translation>
    </message>
    <message numerus="yes">
        <source>%Ln past visit(s) would be decided otherwise now</source>
        <translation>
            <numerusform>%Ln früherer Besuch würde jetzt anders entschieden</numerusform>
            <numerusform>%Ln frühere Besuche würden jetzt anders entschieden</numerusform>
        </translation>
    </message>
    <message>
        <source>Since: {correction}. Their best pictures were compared once more.</source>
        <translation>Seit: {correction}. Ihre besten Bilder wurden noch einmal verglichen.</translation>
    </message>
    <message>
        <source>Undo takes back the correction and this.</source>
        <translation>Rückgängig nimmt die Korrektur und dies zurück.</translation>
    </message>
    <message>
        <source>There are more, older ones: they come afterwards.</source>
        <translation>Es gibt noch mehr, ältere: Sie kommen danach.</translation>
    </message>
    <message>
        <source>Leave them</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Change nothing (Esc)</source>
        <translation>Nichts ändern (Esc)</translation>
    </message>
    <message numerus="yes">
        <source>Change %Ln visit(s)</source>
        <translation>
            <numerusform>%Ln Besuch ändern</numerusform>
            <numerusform>%Ln Besuche ändern</numerusform>
        </translation>
    </message>
    <message>
        <source>{visit}. Now: {name}</source>
        <translation>{visit}. Jetzt: {name}</translation>
    </message>
    <message>
        <source>until now: {name}</source>
        <translation>bisher: {name}</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Merge...</source>
        <translation>Zusammenführen ...</translation>
    </message>
    <message>
        <source>Show visits</source>
        <translation>Besuche anzeigen</translation>
    </message>
    <message>
        <source>Add samples...</source>
        <translation>Aufnahmen hinzufügen …</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>New group...</source>
        <translation>Neue Gruppe …</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Forget for good...</source>
        <translation>Endgültig vergessen …</translation>
    </message>
    <message>
        <source>Its name, such as family, staff or visitors:</source>
        <translation>Ihr Name, etwa Familie, Team oder Besuch:</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>Neue Gruppe</translation>
    </message>
    <message>
        <source>{merge} (they do not look alike: {score})</source>
        <translation>{merge} (sie gleichen sich nicht: {score})</translation>
    </message>
</context>
<context>
    <name>PeopleChoice</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the people and groups</source>
        <translation>Personen und Gruppen durchsuchen</translation>
    </message>
    <message>
        <source>Everybody of {group}</source>
        <translation>Alle aus {group}</translation>
    </message>
    <message>
        <source>Whom it is about</source>
        <translation>Um wen es geht</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the people</source>
        <translation>Personen suchen</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Enrol a person</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Enrol from files...</source>
        <translation>Aus Dateien …</translation>
    </message>
    <message>
        <source>Ctrl or Shift choose several</source>
        <translation>Strg oder Umschalt wählen mehrere</translation>
    </message>
    <message>
        <source>Only people of one group</source>
        <translation>Nur Personen einer Gruppe</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>Größe der Bilder</translation>
    </message>
    <message>
        <source>Nobody is called that.</source>
        <translation>Niemand heißt so.</translation>
    </message>
    <message>
        <source>Nobody is known yet</source>
        <translation>Noch ist niemand bekannt</translation>
    </message>
    <message>
        <source>Everybody you enrol is shown here.</source>
        <translation>Alle, die Sie hinzufügen, stehen hier.</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>All groups</source>
        <translation>Alle Gruppen</translation>
    </message>
</context>
<context>
    <name>PeopleTable</name>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>Wer ist das?</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>No good picture</source>
        <translation>Kein gutes Bild</translation>
    </message>
    <message>
        <source>Name is missing</source>
        <translation>Name fehlt</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Ready to add</source>
        <translation>Bereit zum Ergänzen</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Looking...</source>
        <translation>Wird angesehen …</translation>
    </message>
    <message>
        <source>Saving...</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Enrolled</source>
        <translation>Hinzugefügt</translation>
    </message>
</context>
<context>
    <name>PersonPanel</name>
    <message>
        <source>Show visits</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>In the history</source>
        <translation>Im Verlauf</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>Move to...</source>
        <translation>Verschieben zu ...</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Can be undone for 30 days</source>
        <translation>Lässt sich 30 Tage lang rückgängig machen</translation>
    </message>
    <message>
        <source>Use as picture</source>
        <translation>Als Bild nehmen</translation>
    </message>
    <message>
        <source>This picture stands for the person in every list</source>
        <translation>Dieses Bild steht in jeder Liste für die Person</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Whatever helps: who it is, where from</source>
        <translation>Was hilft: wer es ist, woher</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>Einwilligung</translation>
    </message>
    <message>
        <source>What was agreed to, when, and how</source>
        <translation>Wozu eingewilligt wurde, wann und wie</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>Noch nicht</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Enrolled</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Besuche</translation>
    </message>
    <message>
        <source>Add more</source>
        <translation>Ergänzen</translation>
    </message>
    <message>
        <source>More poses make a face safer to tell</source>
        <translation>Mit mehr Blickrichtungen wird ein Gesicht sicherer erkannt</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Merge...</source>
        <translation>Zusammenführen …</translation>
    </message>
    <message>
        <source>The same person is here twice</source>
        <translation>Dieselbe Person ist zweimal da</translation>
    </message>
    <message>
        <source>Forget for good...</source>
        <translation>Vergessen …</translation>
    </message>
    <message>
        <source>Delete everything about this person; asks first</source>
        <translation>Alles über diese Person endgültig löschen; fragt vorher</translation>
    </message>
    <message>
        <source>None kept</source>
        <translation>Keine</translation>
    </message>
    <message numerus="yes">
        <source>Remove sample(s)</source>
        <translation>
            <numerusform>Aufnahme entfernen</numerusform>
            <numerusform>Auswahl entfernen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) chosen.</source>
        <translation>
            <numerusform>%Ln Aufnahme ausgewählt.</numerusform>
            <numerusform>%Ln Aufnahmen ausgewählt.</numerusform>
        </translation>
    </message>
    <message>
        <source>The number is the quality. Click a sample for more, or drag it to the person it shows.</source>
        <translation>Die Zahl ist die Qualität. Klicken Sie eine Aufnahme an, um mehr zu erfahren, oder ziehen Sie sie zu der Person, die sie zeigt.</translation>
    </message>
    <message>
        <source>Without a sample this face is told from nobody&apos;s: add some.</source>
        <translation>Ohne Aufnahme wird dieses Gesicht nicht erkannt: Ergänzen Sie welche.</translation>
    </message>
    <message>
        <source>Move to {name}</source>
        <translation>Zu {name} verschieben</translation>
    </message>
    <message>
        <source>Merge with {name}</source>
        <translation>Mit {name} zusammenführen</translation>
    </message>
</context>
<context>
    <name>Pictures</name>
    <message>
        <source>The picture is damaged and cannot be shown.</source>
        <translation>Das Bild ist beschädigt und kann nicht gezeigt werden.</translation>
    </message>
</context>
<context>
    <name>PlaybackBar</name>
    <message>
        <source>Hold</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>One picture back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>One picture on</source>
        <translation>Ein Bild weiter</translation>
    </message>
    <message>
        <source>Place in the film or folder</source>
        <translation>Stelle im Film oder Ordner</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>{here} of {last}</source>
        <translation>{here} von {last}</translation>
    </message>
    <message>
        <source>Named here: {people}</source>
        <translation>Hier benannt: {people}</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Add to {name}</source>
        <translation>Zu {name} hinzufügen</translation>
    </message>
    <message>
        <source>No, this is somebody else</source>
        <translation>Nein, das ist jemand anders</translation>
    </message>
</context>
<context>
    <name>RecordButton</name>
    <message>
        <source>Stop {time}</source>
        <translation>Beenden {time}</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufzeichnen</translation>
    </message>
    <message>
        <source>Stop the recording, {time}</source>
        <translation>Aufzeichnung beenden, {time}</translation>
    </message>
    <message>
        <source>End the recording</source>
        <translation>Aufzeichnung beenden</translation>
    </message>
    <message>
        <source>Record the picture to a file</source>
        <translation>Bild in eine Datei aufzeichnen</translation>
    </message>
</context>
<context>
    <name>Recording</name>
    <message numerus="yes">
        <source>%Ln dropped</source>
        <translation>
            <numerusform>%Ln ausgelassen</numerusform>
            <numerusform>%Ln ausgelassen</numerusform>
        </translation>
    </message>
    <message>
        <source>What was recorded until then is in {path}.</source>
        <translation>Was bis dahin aufgezeichnet wurde, ist in {path}.</translation>
    </message>
    <message>
        <source>Recorded {seconds} s: {path}</source>
        <translation>{seconds} s aufgezeichnet: {path}</translation>
    </message>
    <message numerus="yes">
        <source>The computer was too slow for %Ln picture(s)</source>
        <translation>
            <numerusform>Für %Ln Bild war der Computer zu langsam</numerusform>
            <numerusform>Für %Ln Bilder war der Computer zu langsam</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was recorded: there was no picture.</source>
        <translation>Nichts wurde aufgezeichnet: Es gab kein Bild.</translation>
    </message>
</context>
<context>
    <name>RefusedTable</name>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
</context>
<context>
    <name>Renaming</name>
    <message>
        <source>Merge with {name}</source>
        <translation>Mit {name} zusammenführen</translation>
    </message>
</context>
<context>
    <name>Reviewing</name>
    <message>
        <source>No past visit would be decided otherwise now.</source>
        <translation>Kein früherer Besuch würde jetzt anders entschieden.</translation>
    </message>
</context>
<context>
    <name>RuleCard</name>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Tell it an example now</source>
        <translation>Jetzt ein Beispiel melden</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Change the rule</source>
        <translation>Die Regel ändern</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Can be undone for 30 days</source>
        <translation>Lässt sich 30 Tage lang rückgängig machen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Tell again</source>
        <translation>Wieder melden</translation>
    </message>
    <message>
        <source>Tell nothing for now</source>
        <translation>Vorerst nichts melden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln wait(s) to be delivered{why}.</source>
        <translation>
            <numerusform>%Ln Meldung wartet auf Zustellung{why}.</numerusform>
            <numerusform>%Ln Meldungen warten auf Zustellung{why}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be delivered.</source>
        <translation>
            <numerusform>%Ln ließ sich nicht zustellen.</numerusform>
            <numerusform>%Ln ließen sich nicht zustellen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RuleDialog</name>
    <message>
        <source>New rule</source>
        <translation>Neue Regel</translation>
    </message>
    <message>
        <source>Change the rule</source>
        <translation>Die Regel ändern</translation>
    </message>
    <message>
        <source>Whom shall it tell?</source>
        <translation>Wem soll sie es melden?</translation>
    </message>
    <message>
        <source>Whom is it about?</source>
        <translation>Um wen geht es?</translation>
    </message>
    <message>
        <source>Telling it...</source>
        <translation>Wird gemeldet ...</translation>
    </message>
    <message>
        <source>This is how it looks.</source>
        <translation>So sieht es aus.</translation>
    </message>
    <message>
        <source>It arrived.</source>
        <translation>Es ist angekommen.</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Strangers</source>
        <translation>Fremde</translation>
    </message>
    <message>
        <source>Chosen people and groups</source>
        <translation>Ausgewählte Personen und Gruppen</translation>
    </message>
    <message>
        <source>Chosen people and strangers</source>
        <translation>Ausgewählte Personen und Fremde</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>Jeder</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>they come</source>
        <translation>beim Kommen</translation>
    </message>
    <message>
        <source>they stay for seconds:</source>
        <translation>beim Bleiben, nach Sekunden:</translation>
    </message>
    <message>
        <source>they leave</source>
        <translation>beim Gehen</translation>
    </message>
    <message>
        <source>they come and leave</source>
        <translation>beim Kommen und beim Gehen</translation>
    </message>
    <message>
        <source>anything happens with them</source>
        <translation>bei allem, was geschieht</translation>
    </message>
    <message>
        <source>every day, who was there, at:</source>
        <translation>täglich, wer da war, um:</translation>
    </message>
    <message>
        <source>as it was said on the command line</source>
        <translation>wie auf der Befehlszeile angegeben</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Time of the summary</source>
        <translation>Uhrzeit der Zusammenfassung</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>Wie oft</translation>
    </message>
    <message>
        <source>every time</source>
        <translation>jedes Mal</translation>
    </message>
    <message>
        <source>once a day each</source>
        <translation>einmal am Tag je Person</translation>
    </message>
    <message>
        <source>at most once in minutes:</source>
        <translation>höchstens einmal in Minuten:</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>not from</source>
        <translation>nicht von</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Ruhe von</translation>
    </message>
    <message>
        <source>Quiet to</source>
        <translation>Ruhe bis</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation>überall</translation>
    </message>
    <message>
        <source>Tell</source>
        <translation>Melden an</translation>
    </message>
    <message>
        <source>me, on the desktop</source>
        <translation>mich, auf dem Bildschirm</translation>
    </message>
    <message>
        <source>a web hook</source>
        <translation>einen Webhook</translation>
    </message>
    <message>
        <source>an MQTT broker (Home Assistant)</source>
        <translation>einen MQTT-Broker (Home Assistant)</translation>
    </message>
    <message>
        <source>a program, by running it</source>
        <translation>ein Programm, das gestartet wird</translation>
    </message>
    <message>
        <source>a file, a line each</source>
        <translation>eine Datei, je eine Zeile</translation>
    </message>
    <message>
        <source>Address, program or file</source>
        <translation>Adresse, Programm oder Datei</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Auswählen ...</translation>
    </message>
    <message>
        <source>The secret that signs what is sent</source>
        <translation>Das Geheimnis, mit dem signiert wird</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>With the picture of the face</source>
        <translation>Mit dem Bild des Gesichts</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Tell it an example now</source>
        <translation>Jetzt ein Beispiel melden</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Copy it now: it is not shown again. Receivers check with it who tells them.</source>
        <translation>Kopieren Sie es jetzt: Es wird nicht noch einmal gezeigt. Empfänger prüfen damit, wer ihnen meldet.</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>Ruhe</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Geheimnis</translation>
    </message>
    <message>
        <source>Without another place it tells {place}, as before.</source>
        <translation>Ohne eine andere Angabe geht es wie bisher an {place}.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Change nothing (Esc)</source>
        <translation>Nichts ändern (Esc)</translation>
    </message>
    <message>
        <source>program and arguments, such as: say {sentence}</source>
        <translation>Programm und Argumente, etwa: say {sentence}</translation>
    </message>
    <message>
        <source>the path of a file</source>
        <translation>der Pfad einer Datei</translation>
    </message>
    <message>
        <source>The program to run</source>
        <translation>Das Programm, das gestartet wird</translation>
    </message>
    <message>
        <source>The file to write to</source>
        <translation>Die Datei, in die geschrieben wird</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>Nobody is chosen</source>
        <translation>Niemand ist ausgewählt</translation>
    </message>
    <message>
        <source>Tick whom it is about</source>
        <translation>Kreuzen Sie an, um wen es geht</translation>
    </message>
</context>
<context>
    <name>RulesPage</name>
    <message>
        <source>It arrived: {place}.</source>
        <translation>Angekommen: {place}.</translation>
    </message>
    <message>
        <source>New rule...</source>
        <translation>Neue Regel ...</translation>
    </message>
    <message>
        <source>What was told</source>
        <translation>Was gemeldet wurde</translation>
    </message>
    <message>
        <source>Nothing was told yet.</source>
        <translation>Noch wurde nichts gemeldet.</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Nothing is told outside the window</source>
        <translation>Außerhalb des Fensters wird nichts gemeldet</translation>
    </message>
    <message>
        <source>A rule tells you on the desktop, or a program, a web hook or Home Assistant, when somebody comes.</source>
        <translation>Eine Regel meldet Ihnen auf dem Bildschirm, oder einem Programm, einem Webhook oder Home Assistant, wenn jemand kommt.</translation>
    </message>
    <message>
        <source>When a stranger stays...</source>
        <translation>Wenn jemand Fremdes bleibt ...</translation>
    </message>
    <message>
        <source>Once a day when somebody comes...</source>
        <translation>Einmal am Tag, wenn jemand kommt ...</translation>
    </message>
    <message>
        <source>Another rule...</source>
        <translation>Eine andere Regel ...</translation>
    </message>
</context>
<context>
    <name>Sample</name>
    <message>
        <source>Quality {quality}, from {source}, {day}</source>
        <translation>Qualität {quality}, aus {source}, {day}</translation>
    </message>
    <message>
        <source>Another model made it: it is compared with nobody now</source>
        <translation>Sie stammt von einem anderen Modell und wird jetzt mit niemandem verglichen</translation>
    </message>
</context>
<context>
    <name>SamplesView</name>
    <message>
        <source>Samples</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>Choose one or, with Ctrl or Shift, several</source>
        <translation>Wählen Sie eine oder, mit Strg oder Umschalt, mehrere</translation>
    </message>
</context>
<context>
    <name>Scale</name>
    <message>
        <source>a name from {threshold}</source>
        <translation>Name ab {threshold}</translation>
    </message>
    <message>
        <source>Likeness: {marks}</source>
        <translation>Ähnlichkeit: {marks}</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Show the picture as in a mirror</source>
        <translation>Bild wie im Spiegel zeigen</translation>
    </message>
    <message>
        <source>Blur everybody who is not known, here, in pictures and in recordings</source>
        <translation>Alle Unbekannten unkenntlich machen, hier, auf Fotos und in Aufzeichnungen</translation>
    </message>
    <message>
        <source>Show boxes and names in recordings</source>
        <translation>Rahmen und Namen in Aufzeichnungen zeigen</translation>
    </message>
    <message>
        <source>Use it where it works</source>
        <translation>Verwenden, wo er geht</translation>
    </message>
    <message>
        <source>Require it: no recognition without</source>
        <translation>Verlangen: ohne ihn kein Erkennen</translation>
    </message>
    <message>
        <source>Do not use it</source>
        <translation>Nicht verwenden</translation>
    </message>
    <message>
        <source>Keep small pictures of faces: of people who are enrolled, and of visits</source>
        <translation>Kleine Bilder der Gesichter aufbewahren: von Personen und Besuchen</translation>
    </message>
    <message>
        <source>Note who was seen and when; strangers too, to group them by face</source>
        <translation>Notieren, wer wann da war; auch Fremde, nach Gesichtern geordnet</translation>
    </message>
    <message>
        <source>Keep a short clip of each visit in front of a camera</source>
        <translation>Von jedem Besuch vor einer Kamera einen kurzen Clip behalten</translation>
    </message>
    <message>
        <source>Days for which visits are kept</source>
        <translation>Tage, die Besuche aufbewahrt werden</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Back to the defaults</source>
        <translation>Zurück zur Voreinstellung</translation>
    </message>
    <message>
        <source>Of all that this page shows; can be taken back</source>
        <translation>Alles, was diese Seite zeigt; lässt sich zurücknehmen</translation>
    </message>
    <message>
        <source>What is kept</source>
        <translation>Was aufbewahrt wird</translation>
    </message>
    <message>
        <source>Without them nobody has a picture in the list, and a new model means enrolling again.</source>
        <translation>Ohne sie hat in der Liste niemand ein Bild, und für ein neues Modell müssen alle neu hinzugefügt werden.</translation>
    </message>
    <message>
        <source>and forget it after</source>
        <translation>und so lange aufbewahren</translation>
    </message>
    <message>
        <source>Older visits are deleted at once when you choose less, and do not come back.</source>
        <translation>Wählen Sie weniger, so werden ältere Besuche sofort und endgültig gelöscht.</translation>
    </message>
    <message>
        <source>The last 8 seconds: a face and what is around it, without sound. Other faces in it are blurred, and strangers too while they are to be. A clip goes with its visit, is encrypted as the faces are, and is forgotten with everybody who was there.</source>
        <translation>Die letzten 8 Sekunden: ein Gesicht und was darum herum ist, ohne Ton. Andere Gesichter darin sind unkenntlich, Fremde auch, solange sie es sein sollen. Ein Clip geht mit seinem Besuch, ist verschlüsselt wie die Gesichter und wird mit jedem vergessen, der dabei war.</translation>
    </message>
    <message>
        <source>All clips together have at most</source>
        <translation>Alle Clips zusammen haben höchstens</translation>
    </message>
    <message>
        <source>All of it stays on this computer, in {folder}</source>
        <translation>Alles bleibt auf diesem Computer, in {folder}</translation>
    </message>
    <message>
        <source>Whom to name</source>
        <translation>Wer einen Namen bekommt</translation>
    </message>
    <message>
        <source>Names are given to</source>
        <translation>Namen bekommen</translation>
    </message>
    <message>
        <source>Everybody else is unknown. Groups are made among the people.</source>
        <translation>Alle anderen sind unbekannt. Gruppen werden bei den Personen gemacht.</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Its shape</source>
        <translation>Ihr Seitenverhältnis</translation>
    </message>
    <message>
        <source>Graphics processor (GPU)</source>
        <translation>Grafikprozessor (GPU)</translation>
    </message>
    <message>
        <source>Recognition</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Settings are at their defaults, but for what you agreed may be kept. {key} takes it back.</source>
        <translation>Die Voreinstellungen gelten wieder, außer für das, was Sie aufzubewahren erlaubt haben. {key} macht es rückgängig.</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>{number} MB</source>
        <translation>{number} MB</translation>
    </message>
    <message>
        <source>Runs on the {processor} now: {remark}.</source>
        <translation>Läuft jetzt auf: {processor} ({remark}).</translation>
    </message>
    <message>
        <source>Runs on the {processor} now.</source>
        <translation>Läuft jetzt auf: {processor}.</translation>
    </message>
</context>
<context>
    <name>Shape</name>
    <message>
        <source>For pictures that look squeezed: old film discs, some video recorders</source>
        <translation>Für Bilder, die gestaucht aussehen: alte Filmscheiben, manche Videorekorder</translation>
    </message>
    <message>
        <source>As the source says</source>
        <translation>Wie die Quelle es angibt</translation>
    </message>
</context>
<context>
    <name>Share</name>
    <message>
        <source>{number}%</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>nearly all</source>
        <translation>fast alle</translation>
    </message>
    <message>
        <source>{number} in 10</source>
        <translation>{number} von 10</translation>
    </message>
    <message>
        <source>1 in {number}</source>
        <translation>1 von {number}</translation>
    </message>
    <message>
        <source>about {share}</source>
        <translation>etwa {share}</translation>
    </message>
    <message>
        <source>How alike two faces must be depends on how many are compared: the more there are, the more alike, for each is one more chance of a mistake.</source>
        <translation>Wie ähnlich zwei Gesichter sein müssen, hängt davon ab, wie viele verglichen werden: je mehr, desto ähnlicher, denn jedes ist eine Gelegenheit mehr für einen Irrtum.</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Unknowns</source>
        <translation>Unbekannte</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>Snapshot</name>
    <message>
        <source>There is no picture to save.</source>
        <translation>Es gibt kein Bild zu speichern.</translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation>Gespeichert: {path}</translation>
    </message>
    <message>
        <source>{folder} cannot be made: {why}</source>
        <translation>{folder} kann nicht angelegt werden: {why}</translation>
    </message>
    <message>
        <source>Mend its rights</source>
        <translation>Prüfen Sie die Zugriffsrechte</translation>
    </message>
    <message>
        <source>{path} cannot be written</source>
        <translation>{path} kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>Free some space or mend the folder&apos;s rights</source>
        <translation>Schaffen Sie Platz oder prüfen Sie die Zugriffsrechte des Ordners</translation>
    </message>
</context>
<context>
    <name>SourceButton</name>
    <message>
        <source>Choose a source</source>
        <translation>Quelle wählen</translation>
    </message>
    <message>
        <source>Source of the picture</source>
        <translation>Quelle des Bildes</translation>
    </message>
    <message>
        <source>Where the picture comes from: a camera, a file, an address or the demo clip</source>
        <translation>Woher das Bild kommt: Kamera, Datei, Adresse oder Demo-Clip</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>Demo clip</source>
        <translation>Demo-Clip</translation>
    </message>
    <message>
        <source>Looking for cameras...</source>
        <translation>Kameras werden gesucht …</translation>
    </message>
    <message>
        <source>No camera is plugged in</source>
        <translation>Keine Kamera angeschlossen</translation>
    </message>
    <message>
        <source>Video or image...</source>
        <translation>Video oder Bild …</translation>
    </message>
    <message>
        <source>Folder of pictures...</source>
        <translation>Ordner mit Bildern …</translation>
    </message>
    <message>
        <source>Stream by its address...</source>
        <translation>Stream über seine Adresse …</translation>
    </message>
    <message>
        <source>Videos and images ({endings});;All files (*)</source>
        <translation>Videos und Bilder ({endings});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open a video or image</source>
        <translation>Video oder Bild öffnen</translation>
    </message>
    <message>
        <source>Open a folder of pictures</source>
        <translation>Einen Ordner mit Bildern öffnen</translation>
    </message>
    <message>
        <source>Its address ({schemes}).
A password in it is kept in the settings, a file that only you can read:</source>
        <translation>Seine Adresse ({schemes}).
Ein Passwort darin steht in den Einstellungen, einer Datei, die nur Sie lesen können:</translation>
    </message>
    <message>
        <source>Open a stream</source>
        <translation>Stream öffnen</translation>
    </message>
</context>
<context>
    <name>Split</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the other person</source>
        <translation>Name der anderen Person</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message numerus="yes">
        <source>Who is it? These %Ln sample(s) go to that person.</source>
        <translation>
            <numerusform>Wer ist es? Diese Aufnahme geht an diese Person.</numerusform>
            <numerusform>Wer ist es? Diese %Ln Aufnahmen gehen an diese Person.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>The source, and what its device really gives</source>
        <translation>Die Quelle und was ihr Gerät wirklich liefert</translation>
    </message>
    <message>
        <source>Pictures that arrive a second, and those that were damaged</source>
        <translation>Bilder, die je Sekunde ankommen, und solche, die beschädigt waren</translation>
    </message>
    <message>
        <source>From the moment a picture was taken until facecam has said who is in it: until now</source>
        <translation>Vom Augenblick der Aufnahme, bis facecam gesagt hat, wer auf dem Bild ist: bis jetzt</translation>
    </message>
    <message>
        <source>What runs the models, and milliseconds of it for one picture</source>
        <translation>Worauf die Modelle laufen, und wie viele Millisekunden ein Bild braucht</translation>
    </message>
    <message>
        <source>Who can be recognised, and how often a stranger is taken for one of them</source>
        <translation>Wer erkannt werden kann und wie oft jemand Fremdes damit verwechselt wird</translation>
    </message>
    <message>
        <source>The picture is being recorded; R on the live page ends it</source>
        <translation>Das Bild wird aufgezeichnet; R auf der Live-Seite beendet das</translation>
    </message>
    <message>
        <source>Everybody who is not known is blurred; B on the live page shows them.</source>
        <translation>Alle Unbekannten sind unkenntlich gemacht; B auf der Live-Seite zeigt sie.</translation>
    </message>
    <message>
        <source>Default settings are used, and neither settings nor people nor visits are changed. Start facecam without --safe-mode to go on as usual.</source>
        <translation>Es gelten Standardeinstellungen, und weder Einstellungen noch Personen noch Besuche werden geändert. Starten Sie facecam ohne --safe-mode, um wie gewohnt weiterzumachen.</translation>
    </message>
    <message>
        <source>Safe mode</source>
        <translation>Abgesicherter Modus</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>wird geöffnet</translation>
    </message>
    <message>
        <source>trying again</source>
        <translation>neuer Versuch</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>zu Ende</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>kein Bild</translation>
    </message>
    <message numerus="yes">
        <source>{source} and %Ln other(s)</source>
        <translation>
            <numerusform>{source} und %Ln weitere</numerusform>
            <numerusform>{source} und %Ln weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{rate} fps, %Ln damaged</source>
        <translation>
            <numerusform>{rate} Bilder/s, %Ln beschädigt</numerusform>
            <numerusform>{rate} Bilder/s, %Ln beschädigt</numerusform>
        </translation>
    </message>
    <message>
        <source>held</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>result {seconds} s old</source>
        <translation>Ergebnis {seconds} s alt</translation>
    </message>
    <message>
        <source>The processor does not keep up: close other programs</source>
        <translation>Der Prozessor kommt nicht nach: Schließen Sie andere Programme</translation>
    </message>
    <message>
        <source>result {ms} ms old</source>
        <translation>Ergebnis {ms} ms alt</translation>
    </message>
    <message>
        <source>{processor} {ms} ms a frame</source>
        <translation>{processor} {ms} ms je Bild</translation>
    </message>
    <message>
        <source>Milliseconds a picture: {stages}</source>
        <translation>Millisekunden je Bild: {stages}</translation>
    </message>
    <message>
        <source>Not on a GPU: {remark}</source>
        <translation>Nicht auf einer GPU: {remark}</translation>
    </message>
    <message>
        <source>Strangers are blurred</source>
        <translation>Unbekannte unkenntlich</translation>
    </message>
    <message>
        <source>Starting...</source>
        <translation>Start …</translation>
    </message>
    <message>
        <source>Opening the models...</source>
        <translation>Modelle werden geöffnet …</translation>
    </message>
    <message>
        <source>No recognition</source>
        <translation>Keine Erkennung</translation>
    </message>
    <message>
        <source>No database</source>
        <translation>Keine Datenbank</translation>
    </message>
    <message>
        <source>The people cannot be read</source>
        <translation>Die Personen sind nicht lesbar</translation>
    </message>
    <message>
        <source>Damaged samples</source>
        <translation>Beschädigte Aufnahmen</translation>
    </message>
    <message>
        <source>No room for clips</source>
        <translation>Kein Platz für Clips</translation>
    </message>
    <message>
        <source>{people}, 1 stranger in {number} gets a name</source>
        <translation>{people}, 1 von {number} Fremden bekommt einen Namen</translation>
    </message>
    <message>
        <source>{people} with {samples}. A name is given from a likeness of {threshold}, at which 1 stranger in {number} is named (FPIR {rate}).</source>
        <translation>{people} mit {samples}. Ein Name wird ab einer Ähnlichkeit von {threshold} gegeben, bei der 1 von {number} Fremden benannt wird (FPIR {rate}).</translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) were made by another model and cannot be compared: the Models page brings over those whose picture was kept.</source>
        <translation>
            <numerusform>%Ln Aufnahme stammt von einem anderen Modell und lässt sich nicht vergleichen: Die Seite „Modelle“ überträgt sie, wenn ihr Bild aufbewahrt wurde.</numerusform>
            <numerusform>%Ln Aufnahmen stammen von einem anderen Modell und lassen sich nicht vergleichen: Die Seite „Modelle“ überträgt die, deren Bild aufbewahrt wurde.</numerusform>
        </translation>
    </message>
    <message>
        <source>Samples of another model</source>
        <translation>Aufnahmen eines anderen Modells</translation>
    </message>
    <message>
        <source>The GPU is there and not used: {remark}. Start with &quot;uv run --extra gpu main.py&quot;, or switch the GPU off in the settings.</source>
        <translation>Die GPU ist da und wird nicht benutzt: {remark}. Starten Sie mit „uv run --extra gpu main.py“ oder schalten Sie die GPU in den Einstellungen ab.</translation>
    </message>
</context>
<context>
    <name>StrangersCard</name>
    <message>
        <source>Drawing the curves...</source>
        <translation>Die Kurven werden gezeichnet …</translation>
    </message>
    <message>
        <source>One stranger in how many may get a name</source>
        <translation>Von wie vielen Fremden einer einen Namen bekommen darf</translation>
    </message>
    <message>
        <source>Names come easily</source>
        <translation>Namen kommen leicht</translation>
    </message>
    <message>
        <source>Strangers stay strangers</source>
        <translation>Fremde bleiben fremd</translation>
    </message>
    <message>
        <source>About 1 stranger in {number} gets a name</source>
        <translation>Etwa 1 von {number} Fremden bekommt einen Namen</translation>
    </message>
    <message>
        <source>The numbers behind it are shown as soon as the models are open.</source>
        <translation>Die Zahlen dahinter stehen hier, sobald die Modelle geöffnet sind.</translation>
    </message>
    <message numerus="yes">
        <source>About 1 stranger in {number} gets a name with %Ln people enrolled</source>
        <translation>
            <numerusform>Bei %Ln bekannten Person bekommt etwa 1 von {number} Fremden einen Namen</numerusform>
            <numerusform>Bei %Ln bekannten Personen bekommt etwa 1 von {number} Fremden einen Namen</numerusform>
        </translation>
    </message>
    <message>
        <source>A name is given from a likeness of {threshold}.</source>
        <translation>Ein Name wird ab einer Ähnlichkeit von {threshold} vergeben.</translation>
    </message>
    <message>
        <source>This lies beyond what was measured and is estimated.</source>
        <translation>Das liegt jenseits des Gemessenen und ist geschätzt.</translation>
    </message>
    <message>
        <source>The stricter it is, the longer a known face stays unknown in poor light.</source>
        <translation>Je strenger, desto länger bleibt ein bekanntes Gesicht bei schlechtem Licht unbekannt.</translation>
    </message>
    <message>
        <source>False positive identification rate (FPIR) {rate}</source>
        <translation>Anteil fälschlich Erkannter (FPIR) {rate}</translation>
    </message>
    <message>
        <source>False negatives among your own samples (FNIR) {rate}</source>
        <translation>Nicht Erkannte unter Ihren eigenen Aufnahmen (FNIR) {rate}</translation>
    </message>
</context>
<context>
    <name>Suggested</name>
    <message>
        <source>Sharp faces of past visits that scored low and differ from all samples</source>
        <translation>Scharfe Gesichter früherer Besuche, die wenig ähnlich waren und sich von allen Aufnahmen unterscheiden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more could be {name}</source>
        <translation>
            <numerusform>%Ln Besuch vielleicht von {name}</numerusform>
            <numerusform>%Ln Besuche vielleicht von {name}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln look(s) would make good samples</source>
        <translation>
            <numerusform>%Ln Ansicht wäre eine gute Aufnahme</numerusform>
            <numerusform>%Ln Ansichten wären gute Aufnahmen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Switching</name>
    <message>
        <source>Stopped: everything is as it was.</source>
        <translation>Angehalten: Alles ist, wie es war.</translation>
    </message>
    <message>
        <source>The model {name} is used now.</source>
        <translation>Jetzt wird das Modell {name} verwendet.</translation>
    </message>
</context>
<context>
    <name>TellSwitch</name>
    <message>
        <source>Tell me when seen</source>
        <translation>Melden, wenn gesehen</translation>
    </message>
    <message>
        <source>A notification when this person comes, at most once in five minutes; Rules has more</source>
        <translation>Eine Meldung, wenn diese Person kommt, höchstens alle fünf Minuten; mehr unter Regeln</translation>
    </message>
</context>
<context>
    <name>TextEdit</name>
    <message>
        <source>Kept when you go on, or with Ctrl+Enter; Esc brings back what was there</source>
        <translation>Wird behalten, wenn Sie weitergehen oder mit Strg+Eingabe; Esc bringt das Alte zurück</translation>
    </message>
</context>
<context>
    <name>Thumb</name>
    <message>
        <source>{sample}. Remove it</source>
        <translation>{sample}. Entfernen</translation>
    </message>
    <message>
        <source>{sample}. Click to remove it</source>
        <translation>{sample}. Zum Entfernen klicken</translation>
    </message>
</context>
<context>
    <name>Thumbs</name>
    <message>
        <source>{pose}, quality {quality}</source>
        <translation>{pose}, Qualität {quality}</translation>
    </message>
</context>
<context>
    <name>Tile</name>
    <message>
        <source>Leave {source}</source>
        <translation>{source} schließen</translation>
    </message>
    <message>
        <source>Watch this source no more (Del)</source>
        <translation>Diese Quelle nicht mehr zeigen (Entf)</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>{number} fps</source>
        <translation>{number} Bilder/s</translation>
    </message>
    <message>
        <source>Opening...</source>
        <translation>Wird geöffnet …</translation>
    </message>
    <message>
        <source>The picture was lost, trying again...</source>
        <translation>Das Bild ist weg, neuer Versuch …</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Zu Ende</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>Seen {times}</source>
        <translation>{times} gesehen</translation>
    </message>
    <message>
        <source>Perhaps {name}</source>
        <translation>Vielleicht {name}</translation>
    </message>
    <message>
        <source>last seen {ago}</source>
        <translation>zuletzt {ago}</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>{day}: {visits}, {people} known, {strangers} of strangers</source>
        <translation>{day}: {visits}, {people} bekannt, {strangers} von Fremden</translation>
    </message>
    <message>
        <source>Samples, oldest first: {samples}; a name is given from {threshold}</source>
        <translation>Blicke, der älteste zuerst: {samples}; ein Name wird ab {threshold} vergeben</translation>
    </message>
    <message>
        <source>{seconds} s before</source>
        <translation>{seconds} s davor</translation>
    </message>
    <message>
        <source>when you asked</source>
        <translation>als Sie fragten</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close this message (Esc)</source>
        <translation>Diese Meldung schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>ToldTable</name>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Told</source>
        <translation>Gemeldet</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>told</source>
        <translation>gemeldet</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>aufgegeben</translation>
    </message>
    <message>
        <source>dropped: too many waited</source>
        <translation>verworfen: Zu viele warteten</translation>
    </message>
</context>
<context>
    <name>Trial</name>
    <message>
        <source>{pictures} of {people}.</source>
        <translation>{pictures} von {people}.</translation>
    </message>
    <message>
        <source>Of {pairs} of one person {share} would not be told so.</source>
        <translation>{pairs} einer Person; nicht als solche erkannt: {share}.</translation>
    </message>
    <message>
        <source>Of {pairs} of two people {share} would pass for one.</source>
        <translation>{pairs} zweier Personen; für eine gehalten: {share}.</translation>
    </message>
</context>
<context>
    <name>TrustedServers</name>
    <message>
        <source>The certificate of {server} is trusted</source>
        <translation>Dem Zertifikat von {server} wird vertraut</translation>
    </message>
    <message>
        <source>Trust it no more</source>
        <translation>Nicht mehr vertrauen</translation>
    </message>
</context>
<context>
    <name>UnknownPanel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>Wer ist das?</translation>
    </message>
    <message>
        <source>Enter goes on with the next one, the arrows choose another</source>
        <translation>Die Eingabetaste geht zum nächsten, die Pfeile wählen einen anderen</translation>
    </message>
    <message>
        <source>Also past visits get the name. Name only people who agreed.</source>
        <translation>Auch vergangene Besuche bekommen den Namen. Benennen Sie nur, wer zugestimmt hat.</translation>
    </message>
    <message>
        <source>Remember</source>
        <translation>Merken</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>Jemand anders</translation>
    </message>
    <message>
        <source>The chosen faces become a group of their own</source>
        <translation>Die gewählten Gesichter werden eine eigene Gruppe</translation>
    </message>
    <message>
        <source>Not a face</source>
        <translation>Kein Gesicht</translation>
    </message>
    <message>
        <source>Deletes these visits</source>
        <translation>Löscht diese Besuche</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beide</translation>
    </message>
    <message>
        <source>Choose this one too</source>
        <translation>Auch diese Person wählen</translation>
    </message>
    <message>
        <source>They stay out of this list for as long as visits are kept</source>
        <translation>Sie bleiben dieser Liste fern, solange Besuche behalten werden</translation>
    </message>
    <message>
        <source>They never come back into this list, unless you show them again</source>
        <translation>Sie kommen nie in diese Liste zurück, außer Sie zeigen sie wieder</translation>
    </message>
    <message>
        <source>Ignore for ever</source>
        <translation>Für immer ignorieren</translation>
    </message>
    <message>
        <source>The same person? Seen {times}</source>
        <translation>Dieselbe Person? {times} gesehen</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Ignorieren</translation>
    </message>
    <message>
        <source>Seen {times}</source>
        <translation>{times} gesehen</translation>
    </message>
    <message>
        <source>{faces}, seen {times}</source>
        <translation>{faces}, {times} gesehen</translation>
    </message>
    <message>
        <source>Last {ago}: {places}</source>
        <translation>Zuletzt {ago}: {places}</translation>
    </message>
    <message>
        <source>Is it {name}?</source>
        <translation>Ist das {name}?</translation>
    </message>
    <message>
        <source>Yes, {name}</source>
        <translation>Ja, {name}</translation>
    </message>
    <message>
        <source>Another name</source>
        <translation>Ein anderer Name</translation>
    </message>
</context>
<context>
    <name>UnknownsModel</name>
    <message>
        <source>Somebody seen {times}, last seen {ago}</source>
        <translation>Jemand, {times} gesehen, zuletzt {ago}</translation>
    </message>
</context>
<context>
    <name>UnknownsPage</name>
    <message>
        <source>Unknowns</source>
        <translation>Unbekannte</translation>
    </message>
    <message>
        <source>Unknown faces</source>
        <translation>Unbekannte Gesichter</translation>
    </message>
    <message>
        <source>No stranger was seen</source>
        <translation>Noch wurde niemand Fremdes gesehen</translation>
    </message>
    <message>
        <source>Comparing faces...</source>
        <translation>Gesichter werden verglichen …</translation>
    </message>
    <message>
        <source>Yes, {name}</source>
        <translation>Ja, {name}</translation>
    </message>
    <message>
        <source>Ignored...</source>
        <translation>Ignorierte …</translation>
    </message>
    <message>
        <source>Who is ignored, and the way back</source>
        <translation>Wer ignoriert wird, und der Weg zurück</translation>
    </message>
    <message>
        <source>Enter names the chosen ones, Delete ignores them; Ctrl or Shift choose several</source>
        <translation>Die Eingabetaste benennt die gewählten, Entf ignoriert sie; Strg oder Umschalt wählen mehrere</translation>
    </message>
    <message>
        <source>Whoever passes and is not known is shown here, to be named or ignored.</source>
        <translation>Wer vorbeikommt und nicht bekannt ist, steht hier, zum Benennen oder Ignorieren.</translation>
    </message>
    <message>
        <source>Faces cannot be compared</source>
        <translation>Gesichter können nicht verglichen werden</translation>
    </message>
    <message>
        <source>What is missing for that is said in the bar at the bottom.</source>
        <translation>Was dazu fehlt, steht unten in der Leiste.</translation>
    </message>
    <message>
        <source>Visits are not noted: the settings say so. Strangers are shown here once they are.</source>
        <translation>Besuche werden nicht notiert: So steht es in den Einstellungen. Sobald sie notiert werden, stehen Fremde hier.</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>Wer ist das?</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Ignorieren</translation>
    </message>
    <message>
        <source>Ignore for ever</source>
        <translation>Für immer ignorieren</translation>
    </message>
    <message>
        <source>Not a face</source>
        <translation>Kein Gesicht</translation>
    </message>
</context>
<context>
    <name>Unlock</name>
    <message>
        <source>The faces are encrypted</source>
        <translation>Die Gesichter sind verschlüsselt</translation>
    </message>
    <message>
        <source>Give the passphrase, so that people are recognised.</source>
        <translation>Geben Sie die Passphrase ein, damit Personen erkannt werden.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Go on without</source>
        <translation>Ohne weitermachen</translation>
    </message>
    <message>
        <source>Nobody is recognised; the settings ask again (Esc)</source>
        <translation>Niemand wird erkannt; die Einstellungen fragen noch einmal (Esc)</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>All pictures look the same way: one with the head turned would help.</source>
        <translation>Alle Bilder schauen in dieselbe Richtung: Eines mit gedrehtem Kopf würde helfen.</translation>
    </message>
    <message>
        <source>Many faces are like this one, so it must be more alike than others: more pictures would help.</source>
        <translation>Viele Gesichter sind wie dieses, darum muss es ähnlicher sein als andere: Mehr Bilder würden helfen.</translation>
    </message>
    <message>
        <source>{name} is known from now on. Nobody else is enrolled yet.</source>
        <translation>{name} ist von jetzt an bekannt. Sonst ist noch niemand hinzugefügt.</translation>
    </message>
    <message>
        <source>{name} is told from everyone here with room to spare.</source>
        <translation>{name} ist von allen hier sehr deutlich zu unterscheiden.</translation>
    </message>
    <message>
        <source>{name} is told from everyone here. {other} comes nearest: two more samples would help.</source>
        <translation>{name} ist von allen hier zu unterscheiden. Am nächsten kommt {other}: Zwei weitere Aufnahmen würden helfen.</translation>
    </message>
    <message>
        <source>{name} looks much like {other}: the two may be taken for each other. More samples would help.</source>
        <translation>{name} sieht {other} sehr ähnlich: Die beiden können verwechselt werden. Mehr Aufnahmen würden helfen.</translation>
    </message>
</context>
<context>
    <name>VerdictView</name>
    <message numerus="yes">
        <source>The dot shows how alike the %Ln samples are.</source>
        <translation>
            <numerusform>Der Punkt zeigt, wie ähnlich sich die Aufnahmen sind (%Ln).</numerusform>
            <numerusform>Der Punkt zeigt, wie ähnlich sich die %Ln Aufnahmen sind.</numerusform>
        </translation>
    </message>
    <message>
        <source>The diamond is {name}, who comes nearest ({score}).</source>
        <translation>Die Raute ist, wer am nächsten kommt: {name} ({score}).</translation>
    </message>
    <message numerus="yes">
        <source>The bars are all %Ln others.</source>
        <translation>
            <numerusform>Der Balken ist die %Ln andere Person.</numerusform>
            <numerusform>Die Balken sind alle %Ln anderen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VerifyPage</name>
    <message>
        <source>First picture</source>
        <translation>Erstes Bild</translation>
    </message>
    <message>
        <source>Second picture</source>
        <translation>Zweites Bild</translation>
    </message>
    <message>
        <source>Show what the likeness rests on</source>
        <translation>Zeigen, worauf die Ähnlichkeit beruht</translation>
    </message>
    <message>
        <source>Amber where covering the face costs likeness (occlusion sensitivity)</source>
        <translation>Orange, wo ein Abdecken des Gesichts Ähnlichkeit kostet (Verdeckungsempfindlichkeit)</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Two other pictures</source>
        <translation>Zwei andere Bilder</translation>
    </message>
    <message>
        <source>Is it a live face?</source>
        <translation>Ist es ein lebendes Gesicht?</translation>
    </message>
    <message>
        <source>Asks the face before the camera for two turns of the head, which a flat picture cannot do</source>
        <translation>Bittet das Gesicht vor der Kamera um zwei Drehungen des Kopfes, die ein flaches Bild nicht kann</translation>
    </message>
    <message>
        <source>The models are not open yet. It goes on by itself.</source>
        <translation>Die Modelle sind noch nicht geöffnet. Es geht von selbst weiter.</translation>
    </message>
    <message>
        <source>There is no picture in the clipboard: copy one first.</source>
        <translation>In der Zwischenablage ist kein Bild: Kopieren Sie zuerst eines.</translation>
    </message>
    <message>
        <source>{name} could not be looked at.</source>
        <translation>{name} konnte nicht angesehen werden.</translation>
    </message>
    <message>
        <source>Comparing...</source>
        <translation>Wird verglichen …</translation>
    </message>
    <message>
        <source>The same person</source>
        <translation>Dieselbe Person</translation>
    </message>
    <message>
        <source>Not the same person</source>
        <translation>Nicht dieselbe Person</translation>
    </message>
    <message>
        <source>The likeness is {score}; one person is taken from {threshold}.</source>
        <translation>Die Ähnlichkeit ist {score}; ab {threshold} gilt es als eine Person.</translation>
    </message>
    <message>
        <source>Of pairs of two different people fewer than {share} are as alike.</source>
        <translation>Unter Paaren verschiedener Personen sind weniger als {share} so ähnlich.</translation>
    </message>
    <message>
        <source>Of pairs of two different people more than {share} are as alike.</source>
        <translation>Unter Paaren verschiedener Personen sind mehr als {share} so ähnlich.</translation>
    </message>
    <message>
        <source>Of pairs of two different people about {share} are as alike.</source>
        <translation>Unter Paaren verschiedener Personen ist etwa so ähnlich: {share}.</translation>
    </message>
    <message>
        <source>Many faces are like these: {taken} was taken off.</source>
        <translation>Viele Gesichter sind wie diese: {taken} wurde abgezogen.</translation>
    </message>
    <message>
        <source>False match rate (FMR) at this score {rate}</source>
        <translation>Anteil falscher Treffer (FMR) bei diesem Wert {rate}</translation>
    </message>
    <message>
        <source>The other error: about {share} pairs of one person stay below {threshold}, as measured on LFW, a public set of press photographs.</source>
        <translation>Der andere Fehler: Etwa {share} Paaren einer Person bleibt unter {threshold}, gemessen an LFW, einer öffentlichen Sammlung von Pressefotos.</translation>
    </message>
    <message>
        <source>So a no says less than a yes.</source>
        <translation>Ein Nein sagt also weniger als ein Ja.</translation>
    </message>
    <message>
        <source>False non-match rate (FNMR) {rate}</source>
        <translation>Anteil verpasster Treffer (FNMR) {rate}</translation>
    </message>
    <message>
        <source>the same from {threshold}</source>
        <translation>dieselbe ab {threshold}</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>Ähnlichkeit</translation>
    </message>
    <message>
        <source>Face of {name}</source>
        <translation>Gesicht von {name}</translation>
    </message>
    <message>
        <source>No part speaks for a likeness.</source>
        <translation>Kein Teil spricht für eine Ähnlichkeit.</translation>
    </message>
    <message>
        <source>Rests most on {part}.</source>
        <translation>Stützt sich vor allem auf {part}.</translation>
    </message>
    <message>
        <source>What likeness there is rests most on {part}.</source>
        <translation>Was an Ähnlichkeit da ist, stützt sich vor allem auf {part}.</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Do two pictures show the same person? Nothing of them is kept.</source>
        <translation>Zeigen zwei Bilder dieselbe Person? Nichts davon wird aufbewahrt.</translation>
    </message>
</context>
<context>
    <name>Visit</name>
    <message>
        <source>Somebody removed</source>
        <translation>Jemand Entferntes</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Not seen well enough</source>
        <translation>Nicht gut genug gesehen</translation>
    </message>
    <message>
        <source>{start} to {end}</source>
        <translation>{start} bis {end}</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>Who was it?</source>
        <translation>Wer war das?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Show it large</source>
        <translation>Groß zeigen</translation>
    </message>
    <message>
        <source>Find this face</source>
        <translation>Dieses Gesicht suchen</translation>
    </message>
    <message>
        <source>Show in the film</source>
        <translation>Im Film zeigen</translation>
    </message>
    <message>
        <source>Not {name}</source>
        <translation>Nicht {name}</translation>
    </message>
    <message>
        <source>Only {what}</source>
        <translation>Nur {what}</translation>
    </message>
    <message>
        <source>Only this day</source>
        <translation>Nur dieser Tag</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Welcome to facecam</source>
        <translation>Willkommen bei facecam</translation>
    </message>
    <message>
        <source>It names the people you showed it</source>
        <translation>Es nennt die Personen, die Sie ihm gezeigt haben</translation>
    </message>
    <message>
        <source>and says unknown to everyone else. Show a face once: Enrol a person.</source>
        <translation>und sagt bei allen anderen „unbekannt“. Zeigen Sie ein Gesicht einmal: „Person hinzufügen“.</translation>
    </message>
    <message>
        <source>Everything stays on this computer</source>
        <translation>Alles bleibt auf diesem Computer</translation>
    </message>
    <message>
        <source>Faces are kept as numbers; pictures only where you say so.</source>
        <translation>Gesichter werden als Zahlen aufbewahrt; Bilder nur, wo Sie es sagen.</translation>
    </message>
    <message>
        <source>It is no lock</source>
        <translation>Es ist kein Schloss</translation>
    </message>
    <message>
        <source>A photo held before the camera passes as the person. Do not guard anything with it.</source>
        <translation>Ein Foto vor der Kamera geht als die Person durch. Sichern Sie nichts damit.</translation>
    </message>
    <message>
        <source>Note who was seen and when; strangers too, to group them by face</source>
        <translation>Notieren, wer wann da war; auch Fremde, nach Gesichtern geordnet</translation>
    </message>
    <message>
        <source>Keep small pictures of faces: of people who are enrolled, and of visits</source>
        <translation>Kleine Bilder der Gesichter aufbewahren: von Personen und Besuchen</translation>
    </message>
    <message>
        <source>What may be kept?</source>
        <translation>Was darf aufbewahrt werden?</translation>
    </message>
    <message numerus="yes">
        <source>Visits are deleted after %Ln day(s). The settings change this.</source>
        <translation>
            <numerusform>Besuche werden nach %Ln Tag gelöscht. In den Einstellungen lässt sich das ändern.</numerusform>
            <numerusform>Besuche werden nach %Ln Tagen gelöscht. In den Einstellungen lässt sich das ändern.</numerusform>
        </translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Los</translation>
    </message>
    <message>
        <source>Where does the picture come from?</source>
        <translation>Woher kommt das Bild?</translation>
    </message>
    <message>
        <source>Looking for cameras...</source>
        <translation>Kameras werden gesucht …</translation>
    </message>
    <message>
        <source>No camera is plugged in; one is noticed at once.</source>
        <translation>Keine Kamera angeschlossen; sie wird sofort bemerkt.</translation>
    </message>
    <message>
        <source>Demo clip</source>
        <translation>Demo-Clip</translation>
    </message>
    <message>
        <source>Video or image...</source>
        <translation>Video oder Bild …</translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>Show what the likeness rests on</source>
        <translation>Zeigen, worauf die Ähnlichkeit beruht</translation>
    </message>
    <message>
        <source>Amber where covering the face costs likeness (occlusion sensitivity)</source>
        <translation>Orange, wo ein Abdecken des Gesichts Ähnlichkeit kostet (Verdeckungsempfindlichkeit)</translation>
    </message>
    <message>
        <source>How it was decided</source>
        <translation>Wie es entschieden wurde</translation>
    </message>
    <message>
        <source>Dots: each look alone. Line: all looks together. Dashed: needed.</source>
        <translation>Punkte: jeder Blick für sich. Linie: alle Blicke zusammen. Gestrichelt: nötig.</translation>
    </message>
    <message>
        <source>Why this name?</source>
        <translation>Warum dieser Name?</translation>
    </message>
    <message>
        <source>Why no name?</source>
        <translation>Warum kein Name?</translation>
    </message>
    <message>
        <source>Why no name yet?</source>
        <translation>Warum noch kein Name?</translation>
    </message>
    <message>
        <source>The models are not ready.</source>
        <translation>Die Modelle sind noch nicht bereit.</translation>
    </message>
    <message>
        <source>Looking closely...</source>
        <translation>Wird genau angesehen …</translation>
    </message>
    <message>
        <source>There is no clear picture of this face yet: ask again in a moment.</source>
        <translation>Noch gibt es kein deutliches Bild dieses Gesichts: Fragen Sie gleich noch einmal.</translation>
    </message>
    <message>
        <source>The face now</source>
        <translation>Das Gesicht jetzt</translation>
    </message>
    <message>
        <source>Now: the best of {looks}</source>
        <translation>Jetzt, das beste Bild. Gesehen: {looks}</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>The nearest sample of {name}</source>
        <translation>Die ähnlichste Aufnahme von {name}</translation>
    </message>
    <message>
        <source>Its picture was not kept</source>
        <translation>Ihr Bild wurde nicht aufbewahrt</translation>
    </message>
    <message>
        <source>Its picture is damaged</source>
        <translation>Ihr Bild ist beschädigt</translation>
    </message>
    <message>
        <source>{name}&apos;s nearest sample: {score}</source>
        <translation>Ähnlichste Aufnahme von {name}: {score}</translation>
    </message>
    <message>
        <source>{name}&apos;s nearest sample: {score} (then {more})</source>
        <translation>Ähnlichste Aufnahme von {name}: {score} (dann {more})</translation>
    </message>
    <message>
        <source>It rests most on {part}.</source>
        <translation>Es stützt sich vor allem auf {part}.</translation>
    </message>
    <message>
        <source>It rests on no part of the face.</source>
        <translation>Es stützt sich auf keinen Teil des Gesichts.</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>Ähnlichkeit</translation>
    </message>
    <message>
        <source>The line is at {threshold}: {share} strangers would reach it, with {people} enrolled.</source>
        <translation>Der Strich liegt bei {threshold}: {share} Fremden würde ihn erreichen, bei {people}.</translation>
    </message>
    <message>
        <source>This is estimated: it lies beyond what was measured.</source>
        <translation>Das ist geschätzt: Es liegt jenseits des Gemessenen.</translation>
    </message>
    <message>
        <source>Many faces are like this one, and like {name}: {taken} is taken off their likeness.</source>
        <translation>Viele Gesichter gleichen diesem, und auch {name}: Von der Ähnlichkeit der beiden geht {taken} ab.</translation>
    </message>
    <message>
        <source>Many faces are like this one: {taken} is taken off its likeness to anybody.</source>
        <translation>Viele Gesichter sind wie dieses: Von seiner Ähnlichkeit mit jedem wird {taken} abgezogen.</translation>
    </message>
    <message>
        <source>False positive identification rate (FPIR) {rate}</source>
        <translation>Anteil fälschlich Erkannter (FPIR) {rate}</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Facing you</source>
        <translation>Zugewandt</translation>
    </message>
    <message>
        <source>Upright face</source>
        <translation>Aufrechtes Gesicht</translation>
    </message>
    <message>
        <source>Whole in view</source>
        <translation>Ganz im Bild</translation>
    </message>
    <message>
        <source>Quality of this picture</source>
        <translation>Qualität dieses Bildes</translation>
    </message>
    <message>
        <source>Together {quality}: so much this picture counted in the vote.</source>
        <translation>Zusammen {quality}: So viel zählte dieses Bild bei der Entscheidung.</translation>
    </message>
    <message>
        <source>Nobody is enrolled, so there is nobody to compare with.</source>
        <translation>Noch ist niemand hinzugefügt, also gibt es niemanden zum Vergleichen.</translation>
    </message>
    <message>
        <source>Nobody but {name} is enrolled.</source>
        <translation>Außer {name} ist niemand hinzugefügt.</translation>
    </message>
    <message>
        <source>{name} is {margin} before {other}.</source>
        <translation>{name} liegt {margin} vor {other}.</translation>
    </message>
    <message>
        <source>You said that a face like this is not {name}: it is like that one by {against}.</source>
        <translation>Sie sagten, ein Gesicht wie dieses sei nicht {name}: Es gleicht jenem zu {against}.</translation>
    </message>
    <message>
        <source>You said that a face like this is not {name} ({against}), but {name}&apos;s own samples say more.</source>
        <translation>Sie sagten, ein Gesicht wie dieses sei nicht {name} ({against}), doch die eigenen Aufnahmen von {name} sprechen stärker dafür.</translation>
    </message>
    <message>
        <source>Who else?</source>
        <translation>Wer sonst?</translation>
    </message>
    <message>
        <source>This picture</source>
        <translation>Dieses Bild</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Noch einmal fragen</translation>
    </message>
    <message>
        <source>With what was seen since</source>
        <translation>Mit dem, was seither zu sehen war</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>{film} is not there any more, or was moved: open it from where it is now.</source>
        <translation>{film} ist nicht mehr da oder wurde verschoben: öffnen Sie den Film dort, wo er jetzt liegt.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln people whose consent has run out or is missing were removed.</source>
        <translation>
            <numerusform>%Ln Person wurde entfernt, weil die Einwilligung abgelaufen ist oder fehlt.</numerusform>
            <numerusform>%Ln Personen wurden entfernt, weil die Einwilligung abgelaufen ist oder fehlt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message numerus="yes">
        <source>%Ln past visit(s) would be decided otherwise now.</source>
        <translation>
            <numerusform>%Ln früherer Besuch würde jetzt anders entschieden.</numerusform>
            <numerusform>%Ln frühere Besuche würden jetzt anders entschieden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Look at them...</source>
        <translation>Ansehen ...</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Recording {time}</source>
        <translation>Aufzeichnung {time}</translation>
    </message>
    <message>
        <source>&amp;Source</source>
        <translation>&amp;Quelle</translation>
    </message>
    <message>
        <source>Open a file...</source>
        <translation>Datei öffnen …</translation>
    </message>
    <message>
        <source>Open a folder of pictures...</source>
        <translation>Ordner mit Bildern öffnen …</translation>
    </message>
    <message>
        <source>Open an address...</source>
        <translation>Adresse öffnen …</translation>
    </message>
    <message>
        <source>Cameras and demo</source>
        <translation>Kameras und Demo</translation>
    </message>
    <message>
        <source>Blur faces in a file...</source>
        <translation>Gesichter in einer Datei verpixeln ...</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Enrol a person...</source>
        <translation>Person hinzufügen …</translation>
    </message>
    <message>
        <source>Enrol from files...</source>
        <translation>Aus Dateien …</translation>
    </message>
    <message>
        <source>Consents...</source>
        <translation>Einwilligungen ...</translation>
    </message>
    <message>
        <source>Past visits after a correction...</source>
        <translation>Frühere Besuche nach einer Korrektur ...</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Fill the screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>Why this name?</source>
        <translation>Warum dieser Name?</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Welcome page</source>
        <translation>Willkommensseite</translation>
    </message>
    <message>
        <source>About facecam</source>
        <translation>Über facecam</translation>
    </message>
    <message>
        <source>{key} goes back.</source>
        <translation>{key} führt zurück.</translation>
    </message>
</context>
<context>
    <name>_Tile</name>
    <message>
        <source>other model</source>
        <translation>anderes Modell</translation>
    </message>
</context>
</TS>
