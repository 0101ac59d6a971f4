<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr">
<context>
    <name></name>
    <message numerus="yes">
        <source>%n good picture(s) are few: more would help.</source>
        <translation>
            <numerusform>%n bonne image, c’est peu&#xa0;: d’autres aideraient.</numerusform>
            <numerusform>%n bonnes images, c’est peu&#xa0;: d’autres aideraient.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln backup(s)</source>
        <translation>
            <numerusform>%Ln sauvegarde</numerusform>
            <numerusform>%Ln sauvegardes</numerusform>
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
            <numerusform>%Ln jour</numerusform>
            <numerusform>%Ln jours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries of the journal</source>
        <translation>
            <numerusform>%Ln entrée du journal</numerusform>
            <numerusform>%Ln entrées du journal</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s)</source>
        <translation>
            <numerusform>%Ln visage</numerusform>
            <numerusform>%Ln visages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln fichier</numerusform>
            <numerusform>%Ln fichiers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ignored face(s)</source>
        <translation>
            <numerusform>%Ln visage ignoré</numerusform>
            <numerusform>%Ln visages ignorés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln glimpse(s)</source>
        <translation>
            <numerusform>%Ln aperçu</numerusform>
            <numerusform>%Ln aperçus</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln look(s)</source>
        <translation>
            <numerusform>%Ln vue</numerusform>
            <numerusform>%Ln vues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pair(s)</source>
        <translation>
            <numerusform>%Ln paire</numerusform>
            <numerusform>%Ln paires</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln people</source>
        <translation>
            <numerusform>%Ln personne</numerusform>
            <numerusform>%Ln personnes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln image</numerusform>
            <numerusform>%Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) taken</source>
        <translation>
            <numerusform>%Ln image retenue</numerusform>
            <numerusform>%Ln images retenues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused</source>
        <translation>
            <numerusform>%Ln refusée</numerusform>
            <numerusform>%Ln refusées</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln ligne</numerusform>
            <numerusform>%Ln lignes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s)</source>
        <translation>
            <numerusform>%Ln échantillon</numerusform>
            <numerusform>%Ln échantillons</numerusform>
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
            <numerusform>%Ln visage inconnu</numerusform>
            <numerusform>%Ln visages inconnus</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln visit(s)</source>
        <translation>
            <numerusform>%Ln visite</numerusform>
            <numerusform>%Ln visites</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) came from another model and cannot be compared.</source>
        <translation>
            <numerusform>%Ln échantillon vient d’un autre modèle et ne peut pas être comparé.</numerusform>
            <numerusform>%Ln échantillons viennent d’un autre modèle et ne peuvent pas être comparés.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) would come over with the pictures that were kept.</source>
        <translation>
            <numerusform>%Ln échantillon serait repris grâce à son image conservée.</numerusform>
            <numerusform>%Ln échantillons seraient repris grâce à leurs images conservées.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) are this model&apos;s already.</source>
        <translation>
            <numerusform>%Ln échantillon est déjà de ce modèle.</numerusform>
            <numerusform>%Ln échantillons sont déjà de ce modèle.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) have no kept picture and would stay behind.</source>
        <translation>
            <numerusform>%Ln échantillon n’a pas d’image conservée et resterait en arrière.</numerusform>
            <numerusform>%Ln échantillons n’ont pas d’image conservée et resteraient en arrière.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln correction(s) (“not this person”) would not be heeded.</source>
        <translation>
            <numerusform>%Ln correction («&#xa0;ce n’est pas cette personne&#xa0;») ne serait pas prise en compte.</numerusform>
            <numerusform>%Ln corrections («&#xa0;ce n’est pas cette personne&#xa0;») ne seraient pas prises en compte.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln others</source>
        <translation>
            <numerusform>et&#xa0;%Ln autre</numerusform>
            <numerusform>et&#xa0;%Ln autres</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) had no face, or could not be read.</source>
        <translation>
            <numerusform>%Ln image était sans visage ou illisible.</numerusform>
            <numerusform>%Ln images étaient sans visage ou illisibles.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s).</source>
        <translation>
            <numerusform>%Ln visage.</numerusform>
            <numerusform>%Ln visages.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) among them bore no name and looked like the person.</source>
        <translation>
            <numerusform>%Ln visage parmi eux était sans nom et ressemblait à la personne.</numerusform>
            <numerusform>%Ln visages parmi eux étaient sans nom et ressemblaient à la personne.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) were damaged: strangers&apos; faces could not be compared with them.</source>
        <translation>
            <numerusform>%Ln échantillon était endommagé&#xa0;: les visages d’inconnus n’ont pas pu lui être comparés.</numerusform>
            <numerusform>%Ln échantillons étaient endommagés&#xa0;: les visages d’inconnus n’ont pas pu leur être comparés.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Merge these %Ln people</source>
        <translation>
            <numerusform>Fusionner cette personne</numerusform>
            <numerusform>Fusionner ces&#xa0;%Ln personnes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes ago</source>
        <translation>
            <numerusform>il y a&#xa0;%n minute</numerusform>
            <numerusform>il y a&#xa0;%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours ago</source>
        <translation>
            <numerusform>il y a&#xa0;%n heure</numerusform>
            <numerusform>il y a&#xa0;%n heures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %Ln sample(s) of your own people {share} would get no name.</source>
        <translation>
            <numerusform>Sur&#xa0;%Ln échantillon de vos propres personnes, {share} resterait sans nom.</numerusform>
            <numerusform>Sur&#xa0;%Ln échantillons de vos propres personnes, {share} resteraient sans nom.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln samples of your own people would get their name.</source>
        <translation>
            <numerusform>Le seul échantillon de vos propres personnes aurait son nom.</numerusform>
            <numerusform>Les&#xa0;%Ln échantillons de vos propres personnes auraient tous leur nom.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln times</source>
        <translation>
            <numerusform>%Ln fois</numerusform>
            <numerusform>%Ln fois</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln face(s) found.</source>
        <translation>
            <numerusform>%Ln visage trouvé.</numerusform>
            <numerusform>%Ln visages trouvés.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln blurred that may be somebody to keep, but not surely enough.</source>
        <translation>
            <numerusform>%Ln flouté, qui est peut-être celui d’une personne à garder nette, mais sans certitude suffisante.</numerusform>
            <numerusform>%Ln floutés, qui sont peut-être ceux de personnes à garder nettes, mais sans certitude suffisante.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) blurred where no face was seen, only near it.</source>
        <translation>
            <numerusform>%Ln image floutée où aucun visage n’a été vu, seulement juste avant ou après.</numerusform>
            <numerusform>%Ln images floutées où aucun visage n’a été vu, seulement juste avant ou après.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln answer(s) changed something.</source>
        <translation>
            <numerusform>%Ln réponse a changé quelque chose.</numerusform>
            <numerusform>%Ln réponses ont changé quelque chose.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The face(s) look nothing like {name}: {score}, where one person has {enough} and more.</source>
        <translation>
            <numerusform>Le visage ne ressemble en rien à {name}&#xa0;: {score}, alors qu’une même personne a {enough} et plus.</numerusform>
            <numerusform>Aucun des visages ne ressemble à {name}&#xa0;: {score}, alors qu’une même personne a {enough} et plus.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>About</name>
    <message>
        <source>About facecam</source>
        <translation>À propos de facecam</translation>
    </message>
    <message>
        <source>Sees faces, knows the people it was shown, and says unknown to everyone else.</source>
        <translation>Voit des visages, reconnaît les personnes qu’on lui a montrées et dit «&#xa0;inconnu&#xa0;» pour toutes les autres.</translation>
    </message>
    <message>
        <source>Python {python}, Qt {qt}, {system}</source>
        <translation>Python {python}, Qt {qt}, {system}</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licences</translation>
    </message>
    <message>
        <source>facecam is under the MIT licence. Qt is used under the LGPL, ONNX Runtime under the MIT licence, OpenCV under the Apache licence. Each model has terms of its own: the models&apos; page shows them.</source>
        <translation>facecam est sous licence MIT. Qt est utilisé sous LGPL, ONNX Runtime sous licence MIT, OpenCV sous licence Apache. Chaque modèle a ses propres conditions&#xa0;: la page des modèles les montre.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Montrer le dossier</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Record</source>
        <translation>Filmer</translation>
    </message>
    <message>
        <source>Boxes and names in recordings</source>
        <translation>Cadres et noms dans les films</translation>
    </message>
    <message>
        <source>Turn the picture</source>
        <translation>Tourner l’image</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Miroir</translation>
    </message>
    <message>
        <source>Blur strangers</source>
        <translation>Flouter les inconnus</translation>
    </message>
    <message>
        <source>Repeat videos</source>
        <translation>Répéter les vidéos</translation>
    </message>
    <message>
        <source>Video files start again at their end</source>
        <translation>Les fichiers vidéo recommencent à leur fin</translation>
    </message>
    <message>
        <source>Blur everybody who is not known, here, in pictures and in recordings</source>
        <translation>Flouter tous ceux qui ne sont pas connus, ici, dans les photos et dans les films</translation>
    </message>
    <message>
        <source>Names in large type</source>
        <translation>Noms en grand</translation>
    </message>
    <message>
        <source>Several sources</source>
        <translation>Plusieurs sources</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Plus</translation>
    </message>
    <message>
        <source>Record, blur, mirror, turn, repeat, several sources, names in large type</source>
        <translation>Filmer, flouter, miroir, tourner, répéter, plusieurs sources, noms en grand</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>Arrêter de filmer</translation>
    </message>
</context>
<context>
    <name>Ago</name>
    <message>
        <source>not seen yet</source>
        <translation>pas encore vu</translation>
    </message>
    <message>
        <source>seen {ago}</source>
        <translation>vu {ago}</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>à l’instant</translation>
    </message>
    <message>
        <source>today at {time}</source>
        <translation>aujourd’hui à {time}</translation>
    </message>
    <message>
        <source>yesterday at {time}</source>
        <translation>hier à {time}</translation>
    </message>
    <message>
        <source>on {day}</source>
        <translation>le {day}</translation>
    </message>
</context>
<context>
    <name>AgreementFields</name>
    <message>
        <source>For example: the front door</source>
        <translation>Par exemple : la porte d’entrée</translation>
    </message>
    <message>
        <source>What the person agrees to</source>
        <translation>Ce à quoi la personne consent</translation>
    </message>
    <message>
        <source>The last day of the consent</source>
        <translation>Le dernier jour du consentement</translation>
    </message>
    <message>
        <source>Agreed to</source>
        <translation>Consent à</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Jusqu’au</translation>
    </message>
</context>
<context>
    <name>Arrivals</name>
    <message>
        <source>Now in the picture: {people}</source>
        <translation>Maintenant dans l’image&#xa0;: {people}</translation>
    </message>
</context>
<context>
    <name>Batch</name>
    <message>
        <source>Saved the report to {path}</source>
        <translation>Rapport enregistré dans {path}</translation>
    </message>
    <message>
        <source>There is no picture and no video in there</source>
        <translation>Il n’y a là aucune image ni vidéo</translation>
    </message>
    <message>
        <source>Choose other files or folders</source>
        <translation>Choisissez d’autres fichiers ou dossiers</translation>
    </message>
    <message>
        <source>The models are still being opened</source>
        <translation>Les modèles sont encore en cours d’ouverture</translation>
    </message>
    <message>
        <source>Wait a moment and try again</source>
        <translation>Patientez un instant et réessayez</translation>
    </message>
    <message>
        <source>This could not be saved: see the log.</source>
        <translation>Cela n’a pas pu être enregistré&#xa0;: voyez le journal.</translation>
    </message>
</context>
<context>
    <name>Blur</name>
    <message>
        <source>A face that is not found (very small, turned far away, half covered) stays clear.</source>
        <translation>Un visage qui n’est pas trouvé (très petit, très tourné, à moitié caché) reste net.</translation>
    </message>
</context>
<context>
    <name>BlurFiles</name>
    <message>
        <source>Blur faces in a file</source>
        <translation>Flouter les visages d’un fichier</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Choisir...</translation>
    </message>
    <message>
        <source>Choose the film or picture</source>
        <translation>Choisir le film ou l’image</translation>
    </message>
    <message>
        <source>Save as...</source>
        <translation>Enregistrer sous...</translation>
    </message>
    <message>
        <source>No film or picture is chosen yet.</source>
        <translation>Aucun film ni aucune image n’est encore choisi.</translation>
    </message>
    <message>
        <source>The copy is saved beside it.</source>
        <translation>La copie est enregistrée à côté.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Search the people</source>
        <translation>Rechercher parmi les personnes</translation>
    </message>
    <message>
        <source>Who stays clear</source>
        <translation>Qui reste net</translation>
    </message>
    <message>
        <source>Nobody is enrolled: everybody will be blurred.</source>
        <translation>Personne n’est inscrit : tout le monde sera flouté.</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>Avancement</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>Flouter</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Whoever is not surely one of them is blurred, and nothing brings a face back. Sound stays, and so do voices. Look through the copy before you pass it on.</source>
        <translation>Quiconque n’en fait pas sûrement partie est flouté, et rien ne ramène un visage. Le son reste, et donc les voix. Parcourez la copie avant de la transmettre.</translation>
    </message>
    <message>
        <source>The copy: {path}</source>
        <translation>La copie : {path}</translation>
    </message>
    <message>
        <source>Videos and images ({endings});;All files (*)</source>
        <translation>Vidéos et images ({endings});;Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>The film or picture to blur</source>
        <translation>Le film ou l’image à flouter</translation>
    </message>
    <message>
        <source>Where the copy goes</source>
        <translation>Où va la copie</translation>
    </message>
    <message>
        <source>The models are not open yet: try again in a moment.</source>
        <translation>Les modèles ne sont pas encore chargés : réessayez dans un instant.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>{done} of {all} pictures</source>
        <translation>{done} images sur {all}</translation>
    </message>
    <message>
        <source>{done} pictures looked at</source>
        <translation>{done} images examinées</translation>
    </message>
    <message>
        <source>Stopped: what was not complete is deleted.</source>
        <translation>Arrêté : ce qui n’était pas complet est supprimé.</translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation>{path} enregistré</translation>
    </message>
</context>
<context>
    <name>Blurred</name>
    <message>
        <source>Left clear: {kept}.</source>
        <translation>Restés nets : {kept}.</translation>
    </message>
    <message>
        <source>The sound was copied, with all voices.</source>
        <translation>Le son a été copié, avec toutes les voix.</translation>
    </message>
</context>
<context>
    <name>ClipBar</name>
    <message>
        <source>Place in the clip</source>
        <translation>Position dans l’extrait</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Arrêter sur l’image</translation>
    </message>
    <message>
        <source>Play the clip, the last seconds of this visit</source>
        <translation>Lire l’extrait, les dernières secondes de cette visite</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>Play the clip</source>
        <translation>Lire l’extrait</translation>
    </message>
    <message>
        <source>{here} of {last}</source>
        <translation>{here} sur {last}</translation>
    </message>
</context>
<context>
    <name>Consent</name>
    <message>
        <source>Enrol only somebody who agreed. The face is kept as numbers, on this computer alone, and can be forgotten for good at any time.</source>
        <translation>N’inscrivez que quelqu’un qui est d’accord. Le visage est gardé sous forme de nombres, sur cet ordinateur seulement, et peut être oublié définitivement à tout moment.</translation>
    </message>
</context>
<context>
    <name>Consents</name>
    <message>
        <source>Consents</source>
        <translation>Consentements</translation>
    </message>
    <message>
        <source>Enrol nobody without a consent</source>
        <translation>N’inscrire personne sans consentement</translation>
    </message>
    <message>
        <source>People and their consents</source>
        <translation>Les personnes et leurs consentements</translation>
    </message>
    <message>
        <source>Nobody is enrolled yet.</source>
        <translation>Personne n’est encore inscrit.</translation>
    </message>
    <message>
        <source>Note the consent</source>
        <translation>Noter le consentement</translation>
    </message>
    <message>
        <source>Then the enrolment asks what a person agrees to and until when, and at each start facecam removes whoever has no consent any more; that is said, and for 30 days a new one brings them back.</source>
        <translation>L’inscription demande alors à quoi une personne consent et jusqu’à quand, et à chaque démarrage facecam retire quiconque n’a plus de consentement ; c’est dit, et pendant 30 jours un nouveau la fait revenir.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>{name}: no consent with an end</source>
        <translation>{name} : pas de consentement avec une fin</translation>
    </message>
    <message>
        <source>{name}: ran out, {day}</source>
        <translation>{name} : expiré, {day}</translation>
    </message>
    <message>
        <source>{name}: runs out soon, {day}</source>
        <translation>{name} : expire bientôt, {day}</translation>
    </message>
    <message>
        <source>{name}: until {day}</source>
        <translation>{name} : jusqu’au {day}</translation>
    </message>
    <message>
        <source>Choose a person to note a consent</source>
        <translation>Choisissez une personne pour noter un consentement</translation>
    </message>
    <message>
        <source>What {name} agrees to</source>
        <translation>À quoi {name} consent</translation>
    </message>
</context>
<context>
    <name>Control</name>
    <message>
        <source>There is no setting to take back.</source>
        <translation>Il n’y a aucun réglage à annuler.</translation>
    </message>
    <message>
        <source>There is no setting to change again.</source>
        <translation>Il n’y a aucun réglage à rétablir.</translation>
    </message>
    <message>
        <source>{source} is watched already.</source>
        <translation>{source} est déjà surveillée.</translation>
    </message>
    <message numerus="yes">
        <source>%n sources are watched already: leave one first.</source>
        <translation>
            <numerusform>%n source est déjà surveillée&#xa0;: quittez-en d’abord une.</numerusform>
            <numerusform>%n sources sont déjà surveillées&#xa0;: quittez-en d’abord une.</numerusform>
        </translation>
    </message>
    <message>
        <source>Something in facecam is broken: {kind}. The log has the details.</source>
        <translation>Quelque chose ne va pas dans facecam&#xa0;: {kind}. Le journal a les détails.</translation>
    </message>
    <message>
        <source>In safe mode nothing is changed</source>
        <translation>En mode sans échec, rien n’est modifié</translation>
    </message>
    <message>
        <source>Start facecam without --safe-mode</source>
        <translation>Démarrez facecam sans --safe-mode</translation>
    </message>
    <message>
        <source>The database is not open yet</source>
        <translation>La base de données n’est pas encore ouverte</translation>
    </message>
    <message>
        <source>Try again in a moment</source>
        <translation>Réessayez dans un instant</translation>
    </message>
</context>
<context>
    <name>Curves</name>
    <message>
        <source>Strangers with a name</source>
        <translation>Inconnus nommés</translation>
    </message>
    <message>
        <source>Your people without one</source>
        <translation>Les vôtres sans nom</translation>
    </message>
    <message>
        <source>Your people taken for another</source>
        <translation>Les vôtres confondus</translation>
    </message>
    <message>
        <source>Both error rates over the likeness that is asked for</source>
        <translation>Les deux taux d’erreur selon la ressemblance demandée</translation>
    </message>
    <message>
        <source>likeness from which a name is given</source>
        <translation>ressemblance à partir de laquelle un nom est donné</translation>
    </message>
</context>
<context>
    <name>Day</name>
    <message>
        <source>d MMMM yyyy</source>
        <translation>d MMMM yyyy</translation>
    </message>
    <message>
        <source>d MMMM</source>
        <translation>d MMMM</translation>
    </message>
</context>
<context>
    <name>DayChip</name>
    <message>
        <source>Any day</source>
        <translation>Tous les jours</translation>
    </message>
    <message>
        <source>Only visits of one day</source>
        <translation>Seulement les visites d’un jour</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Aujourd’hui</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Jour</translation>
    </message>
</context>
<context>
    <name>DaysTable</name>
    <message>
        <source>Day</source>
        <translation>Jour</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Personne</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Première fois</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Dernière fois</translation>
    </message>
    <message>
        <source>Altogether</source>
        <translation>En tout</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Visites</translation>
    </message>
    <message>
        <source>Two cameras at once count once; double-click shows the visits</source>
        <translation>Deux caméras à la fois comptent une fois ; un double-clic montre les visites</translation>
    </message>
</context>
<context>
    <name>Decision</name>
    <message>
        <source>Unknown</source>
        <translation>Inconnu</translation>
    </message>
    <message>
        <source>Still looking</source>
        <translation>Recherche en cours</translation>
    </message>
    <message>
        <source>known</source>
        <translation>connu</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>undecided</source>
        <translation>indécis</translation>
    </message>
    <message>
        <source>Closest is {name} with {likeness}; a name is given from {needed}.</source>
        <translation>Le plus proche est {name} avec {likeness}&#xa0;; un nom est donné à partir de {needed}.</translation>
    </message>
    <message>
        <source>The likeness is {likeness}; a name is given from {needed}.</source>
        <translation>La ressemblance est de {likeness}&#xa0;; un nom est donné à partir de {needed}.</translation>
    </message>
    <message>
        <source>Nobody else comes near.</source>
        <translation>Personne d’autre n’approche.</translation>
    </message>
    <message>
        <source>Next is {name} with {likeness}.</source>
        <translation>Vient ensuite {name} avec {likeness}.</translation>
    </message>
    <message>
        <source>The face is small in the picture: closer is better.</source>
        <translation>Le visage est petit dans l’image&#xa0;: plus près, c’est mieux.</translation>
    </message>
    <message>
        <source>The picture of the face is blurred.</source>
        <translation>L’image du visage est floue.</translation>
    </message>
    <message>
        <source>The light on the face is poor.</source>
        <translation>La lumière sur le visage est mauvaise.</translation>
    </message>
    <message>
        <source>The face is turned away.</source>
        <translation>Le visage est détourné.</translation>
    </message>
    <message>
        <source>It is hardly a face, or not an upright one.</source>
        <translation>Ce n’est guère un visage, ou il n’est pas droit.</translation>
    </message>
    <message>
        <source>The face is cut off by the border.</source>
        <translation>Le visage est coupé par le bord.</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Click a face, or press its number, to see why it has its name.</source>
        <translation>Cliquez sur un visage, ou tapez son numéro, pour voir pourquoi il a son nom.</translation>
    </message>
    <message>
        <source>No longer in the picture.</source>
        <translation>N’est plus dans l’image.</translation>
    </message>
    <message>
        <source>Yes, this is {name}</source>
        <translation>Oui, c’est {name}</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>Qui est-ce&#xa0;?</translation>
    </message>
    <message>
        <source>Remember</source>
        <translation>Retenir</translation>
    </message>
    <message>
        <source>Also this look is a sample from now on</source>
        <translation>Cette vue aussi devient un échantillon</translation>
    </message>
    <message>
        <source>Learns the face from the last seconds. Name only people who agreed.</source>
        <translation>Apprend le visage d’après les dernières secondes. Ne nommez que des personnes qui sont d’accord.</translation>
    </message>
    <message>
        <source>Enrol step by step</source>
        <translation>Inscrire pas à pas</translation>
    </message>
    <message>
        <source>Several poses are safer to tell</source>
        <translation>Plusieurs poses se distinguent plus sûrement</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
    <message>
        <source>Add samples</source>
        <translation>Ajouter des échantillons</translation>
    </message>
    <message>
        <source>More poses of this face</source>
        <translation>D’autres poses de ce visage</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Can be undone for 30 days</source>
        <translation>Peut être annulé pendant 30 jours</translation>
    </message>
    <message>
        <source>Forget...</source>
        <translation>Oublier...</translation>
    </message>
    <message>
        <source>Delete for good; asks first</source>
        <translation>Supprimer définitivement&#xa0;; demande d’abord</translation>
    </message>
    <message>
        <source>Not this person</source>
        <translation>Pas cette personne</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>family, staff</source>
        <translation>famille, personnel</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Champs</translation>
    </message>
    <message>
        <source>class: 7b, one on each line</source>
        <translation>classe : 5e B, un par ligne</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Numéro</translation>
    </message>
    <message>
        <source>In lists of your own; kept when you go on</source>
        <translation>Celui de vos propres listes&#xa0;; gardé dès que vous continuez</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Groupes</translation>
    </message>
    <message>
        <source>Separated by commas; kept when you go on</source>
        <translation>Séparés par des virgules&#xa0;; gardés dès que vous continuez</translation>
    </message>
</context>
<context>
    <name>DoneCard</name>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Back to the picture (Esc)</source>
        <translation>Retour à l’image (Échap)</translation>
    </message>
    <message>
        <source>Is it a live face?</source>
        <translation>Est-ce un visage vivant&#xa0;?</translation>
    </message>
    <message>
        <source>Asks for two turns of the head, which a picture held before the camera cannot do</source>
        <translation>Demande deux mouvements de la tête, qu’une image devant la caméra ne peut pas faire</translation>
    </message>
    <message>
        <source>{name} is enrolled</source>
        <translation>{name} est inscrit</translation>
    </message>
</context>
<context>
    <name>Doubt</name>
    <message>
        <source>{name} is enrolled already. Is it the same person?</source>
        <translation>{name} est déjà inscrit. Est-ce la même personne&#xa0;?</translation>
    </message>
    <message>
        <source>This face looks like {name}, who is enrolled already (likeness {score}). Is it the same person?</source>
        <translation>Ce visage ressemble à {name}, déjà inscrit (ressemblance {score}). Est-ce la même personne&#xa0;?</translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message>
        <source>Drop a picture here, click to choose one (Enter), or paste one (Ctrl+V)</source>
        <translation>Déposez une image ici, cliquez pour en choisir une (Entrée) ou collez-en une (Ctrl+V)</translation>
    </message>
    <message>
        <source>Drop a picture here, click to choose one, or paste it</source>
        <translation>Déposez une image ici, cliquez pour en choisir une ou collez-la</translation>
    </message>
    <message>
        <source>Looking at {name}...</source>
        <translation>Examen de {name}...</translation>
    </message>
    <message>
        <source>{which}: choose a picture</source>
        <translation>{which}&#xa0;: choisissez une image</translation>
    </message>
    <message>
        <source>the pasted picture</source>
        <translation>l’image collée</translation>
    </message>
    <message>
        <source>Pictures ({endings});;All files (*)</source>
        <translation>Images ({endings});;Tous les fichiers (*)</translation>
    </message>
</context>
<context>
    <name>DropPlace</name>
    <message>
        <source>Choose files...</source>
        <translation>Choisir des fichiers...</translation>
    </message>
    <message>
        <source>Pictures or videos of one person, a ZIP or a list</source>
        <translation>Images ou vidéos d’une personne, un ZIP ou une liste</translation>
    </message>
    <message>
        <source>Choose a folder...</source>
        <translation>Choisir un dossier...</translation>
    </message>
    <message>
        <source>A folder a person</source>
        <translation>Un dossier par personne</translation>
    </message>
    <message>
        <source>Drop pictures, a video, folders or a ZIP here</source>
        <translation>Déposez ici des images, une vidéo, des dossiers ou un ZIP</translation>
    </message>
    <message>
        <source>Files together are one person. In a folder of folders, or a ZIP of them, each folder is a person of that name. A list (CSV: id, name, group, picture) says whose its pictures are.</source>
        <translation>Des fichiers ensemble sont une personne. Dans un dossier de dossiers, ou un ZIP de dossiers, chaque dossier est une personne de ce nom. Une liste (CSV : id, name, group, picture) dit à qui sont les images.</translation>
    </message>
    <message>
        <source>Pictures, videos, ZIPs and lists ({endings});;All files (*)</source>
        <translation>Images, vidéos, ZIP et listes ({endings});;Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>A folder of pictures, or of a folder a person</source>
        <translation>Un dossier d’images, ou d’un dossier par personne</translation>
    </message>
</context>
<context>
    <name>Drops</name>
    <message>
        <source>Drop to enrol people from these files</source>
        <translation>Déposez pour inscrire des personnes à partir de ces fichiers</translation>
    </message>
</context>
<context>
    <name>EncryptionCard</name>
    <message>
        <source>Use this passphrase</source>
        <translation>Utiliser cette phrase secrète</translation>
    </message>
    <message>
        <source>Decrypt</source>
        <translation>Déchiffrer</translation>
    </message>
    <message>
        <source>Unlock...</source>
        <translation>Déverrouiller...</translation>
    </message>
    <message>
        <source>Current passphrase</source>
        <translation>Phrase secrète actuelle</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>Nouvelle phrase secrète</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>La même encore une fois</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Chiffrement</translation>
    </message>
    <message>
        <source>Names, notes and visits (who, when and where) are not encrypted. Whoever loses the passphrase, or the keyring, loses the faces. The backups of the database are encrypted, too.</source>
        <translation>Les noms, les notes et les visites (qui, quand et où) ne sont pas chiffrés. Qui perd la phrase secrète, ou le trousseau, perd les visages. Les sauvegardes de la base de données sont chiffrées aussi.</translation>
    </message>
    <message>
        <source>Samples and pictures are encrypted, and wait for the passphrase.</source>
        <translation>Les échantillons et les images sont chiffrés et attendent la phrase secrète.</translation>
    </message>
    <message>
        <source>Encrypt</source>
        <translation>Chiffrer</translation>
    </message>
    <message>
        <source>Use the keyring</source>
        <translation>Utiliser le trousseau</translation>
    </message>
    <message>
        <source>The system&apos;s keyring keeps the key: nobody is asked for anything</source>
        <translation>Le trousseau du système garde la clé&#xa0;: rien n’est demandé à personne</translation>
    </message>
    <message>
        <source>Samples and pictures are not encrypted: who reads this computer&apos;s files can read them.</source>
        <translation>Les échantillons et les images ne sont pas chiffrés&#xa0;: qui lit les fichiers de cet ordinateur peut les lire.</translation>
    </message>
    <message>
        <source>Encrypt with a passphrase...</source>
        <translation>Chiffrer avec une phrase secrète...</translation>
    </message>
    <message>
        <source>Samples and pictures are encrypted. The system&apos;s keyring keeps the key.</source>
        <translation>Les échantillons et les images sont chiffrés. Le trousseau du système garde la clé.</translation>
    </message>
    <message>
        <source>Use a passphrase...</source>
        <translation>Utiliser une phrase secrète...</translation>
    </message>
    <message>
        <source>Samples and pictures are encrypted. The passphrase is asked for at each start.</source>
        <translation>Les échantillons et les images sont chiffrés. La phrase secrète est demandée à chaque démarrage.</translation>
    </message>
    <message>
        <source>Change the passphrase...</source>
        <translation>Changer la phrase secrète...</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>Les deux phrases secrètes sont différentes.</translation>
    </message>
    <message>
        <source>Working...</source>
        <translation>En cours...</translation>
    </message>
    <message>
        <source>Working: {done} of {all} samples and pictures</source>
        <translation>En cours&#xa0;: {done} sur {all} échantillons et images</translation>
    </message>
    <message>
        <source>Stopped: nothing was changed.</source>
        <translation>Arrêté&#xa0;: rien n’a été modifié.</translation>
    </message>
</context>
<context>
    <name>EnrolRecent</name>
    <message>
        <source>The models are not ready.</source>
        <translation>Les modèles ne sont pas prêts.</translation>
    </message>
    <message>
        <source>No good picture of this face yet: look at the camera for a moment and try again.</source>
        <translation>Pas encore de bonne image de ce visage&#xa0;: regardez un instant la caméra et réessayez.</translation>
    </message>
    <message>
        <source>No good picture of this face yet ({why}): look at the camera for a moment and try again.</source>
        <translation>Pas encore de bonne image de ce visage ({why})&#xa0;: regardez un instant la caméra et réessayez.</translation>
    </message>
</context>
<context>
    <name>EnrolSheet</name>
    <message>
        <source>The models are still being opened: wait a moment.</source>
        <translation>Les modèles sont encore en cours d’ouverture&#xa0;: patientez un instant.</translation>
    </message>
    <message>
        <source>Enrolling {name}</source>
        <translation>Inscription de {name}</translation>
    </message>
    <message>
        <source>More samples of {name}</source>
        <translation>D’autres échantillons de {name}</translation>
    </message>
    <message>
        <source>The picture does not move. Open a camera or a video first, or enrol from files ({key}).</source>
        <translation>L’image ne bouge pas. Ouvrez d’abord une caméra ou une vidéo, ou inscrivez à partir de fichiers ({key}).</translation>
    </message>
    <message>
        <source>Saving...</source>
        <translation>Enregistrement...</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Terminer</translation>
    </message>
    <message numerus="yes">
        <source>Finish (%n more)</source>
        <translation>
            <numerusform>Terminer (encore&#xa0;%n)</numerusform>
            <numerusform>Terminer (encore&#xa0;%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Three good pictures are enough, up to %n are better (Enter)</source>
        <translation>
            <numerusform>Trois bonnes images suffisent, jusqu’à&#xa0;%n c’est mieux (Entrée)</numerusform>
            <numerusform>Trois bonnes images suffisent, jusqu’à&#xa0;%n c’est mieux (Entrée)</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Keep nothing (Esc)</source>
        <translation>Ne rien garder (Échap)</translation>
    </message>
</context>
<context>
    <name>Entry</name>
    <message>
        <source>Most pictures show somebody else than the first: leave that one out, or sort them by person</source>
        <translation>La plupart des images montrent quelqu’un d’autre que la première&#xa0;: laissez-la de côté, ou triez-les par personne</translation>
    </message>
    <message>
        <source>Nothing was looked at</source>
        <translation>Rien n’a été examiné</translation>
    </message>
    <message>
        <source>No picture could be taken: {reason}</source>
        <translation>Aucune image n’a pu être retenue&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>{start} to {end}, {pictures}</source>
        <translation>de {start} à {end}, {pictures}</translation>
    </message>
</context>
<context>
    <name>ErasureReport</name>
    <message>
        <source>Deleted: {things}.</source>
        <translation>Supprimé&#xa0;: {things}.</translation>
    </message>
    <message>
        <source>A search of the database found {rows} and {backups} left.</source>
        <translation>Une recherche dans la base de données a trouvé encore {rows} et {backups}.</translation>
    </message>
    <message>
        <source>What was deleted was overwritten in the file, so that nothing can be restored from it.</source>
        <translation>Ce qui a été supprimé a été écrasé dans le fichier, afin que rien ne puisse en être restauré.</translation>
    </message>
    <message>
        <source>What was deleted could not be overwritten in the file yet: another program is reading it, or the disk is full. Close that program or make room, and restart facecam.</source>
        <translation>Ce qui a été supprimé n’a pas encore pu être écrasé dans le fichier : un autre programme le lit, ou le disque est plein. Fermez ce programme ou libérez de la place, et redémarrez facecam.</translation>
    </message>
    <message>
        <source>This file cannot be deleted and may show that person: {file}. Delete it yourself.</source>
        <translation>Ce fichier ne peut pas être supprimé et peut montrer cette personne&#xa0;: {file}. Supprimez-le vous-même.</translation>
    </message>
</context>
<context>
    <name>Face</name>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>looking...</source>
        <translation>recherche...</translation>
    </message>
</context>
<context>
    <name>FaceRow</name>
    <message>
        <source>Who is it?</source>
        <translation>Qui est-ce&#xa0;?</translation>
    </message>
</context>
<context>
    <name>FaceTile</name>
    <message>
        <source>No picture
kept</source>
        <translation>Aucune image
conservée</translation>
    </message>
</context>
<context>
    <name>Faces</name>
    <message>
        <source>{ago}, {source}, quality {quality}</source>
        <translation>{ago}, {source}, qualité {quality}</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Visages</translation>
    </message>
</context>
<context>
    <name>FacesView</name>
    <message>
        <source>Choose those that are somebody else, with Ctrl or Shift several</source>
        <translation>Choisissez ceux qui sont quelqu’un d’autre, plusieurs avec Ctrl ou Maj</translation>
    </message>
</context>
<context>
    <name>FilePart</name>
    <message>
        <source>Name of the person</source>
        <translation>Nom de la personne</translation>
    </message>
    <message>
        <source>Refused pictures</source>
        <translation>Images refusées</translation>
    </message>
    <message>
        <source>{summary}. They are added to {name}, who is enrolled already.</source>
        <translation>{summary}. Ils sont ajoutés à {name}, déjà inscrit.</translation>
    </message>
</context>
<context>
    <name>FilesSheet</name>
    <message>
        <source>Finish or cancel this enrolment first: it has its own files.</source>
        <translation>Terminez ou annulez d’abord cette inscription&#xa0;: elle a ses propres fichiers.</translation>
    </message>
    <message>
        <source>Finding the files...</source>
        <translation>Recherche des fichiers...</translation>
    </message>
    <message numerus="yes">
        <source>Looked at {seen} of %Ln file(s)</source>
        <translation>
            <numerusform>{seen} examiné sur&#xa0;%Ln fichier</numerusform>
            <numerusform>{seen} examinés sur&#xa0;%Ln fichiers</numerusform>
        </translation>
    </message>
    <message>
        <source>Enrol {name}</source>
        <translation>Inscrire {name}</translation>
    </message>
    <message>
        <source>Add to {name}</source>
        <translation>Ajouter à {name}</translation>
    </message>
    <message numerus="yes">
        <source>Enrol %Ln people</source>
        <translation>
            <numerusform>Inscrire&#xa0;%Ln personne</numerusform>
            <numerusform>Inscrire&#xa0;%Ln personnes</numerusform>
        </translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>Inscrire</translation>
    </message>
    <message numerus="yes">
        <source>%Ln people enrolled</source>
        <translation>
            <numerusform>%Ln personne inscrite</numerusform>
            <numerusform>%Ln personnes inscrites</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s) to answer</source>
        <translation>
            <numerusform>%Ln question en attente</numerusform>
            <numerusform>%Ln questions en attente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln names to give</source>
        <translation>
            <numerusform>%Ln nom à donner</numerusform>
            <numerusform>%Ln noms à donner</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>no good picture of %Ln people</source>
        <translation>
            <numerusform>pas de bonne image de %Ln personne</numerusform>
            <numerusform>pas de bonne image de %Ln personnes</numerusform>
        </translation>
    </message>
    <message>
        <source>no good picture</source>
        <translation>pas de bonne image</translation>
    </message>
    <message>
        <source>All is looked at</source>
        <translation>Tout est examiné</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>enrolment {date}.csv</source>
        <translation>inscription {date}.csv</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Enregistrer le rapport</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tableau (*.csv)</translation>
    </message>
    <message>
        <source>People in these files</source>
        <translation>Personnes dans ces fichiers</translation>
    </message>
    <message>
        <source>Enrol from files</source>
        <translation>Inscrire à partir de fichiers</translation>
    </message>
    <message>
        <source>How much was looked at</source>
        <translation>Part examinée</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Look at no further file; what was taken so far stays</source>
        <translation>N’examiner aucun autre fichier&#xa0;; ce qui a été retenu reste</translation>
    </message>
    <message>
        <source>Keep the small pictures</source>
        <translation>Garder les petites images</translation>
    </message>
    <message>
        <source>They show who is who, and allow another model later without enrolling again</source>
        <translation>Elles montrent qui est qui, et permettent plus tard un autre modèle sans nouvelle inscription</translation>
    </message>
    <message>
        <source>Leave; what is not enrolled yet is not kept (Esc)</source>
        <translation>Quitter&#xa0;; ce qui n’est pas encore inscrit n’est pas gardé (Échap)</translation>
    </message>
    <message>
        <source>Enrol everybody who is ready (Enter)</source>
        <translation>Inscrire tous ceux qui sont prêts (Entrée)</translation>
    </message>
    <message>
        <source>Report...</source>
        <translation>Rapport...</translation>
    </message>
    <message>
        <source>Save what became of everybody as a table</source>
        <translation>Enregistrer ce qu’il est advenu de chacun en tableau</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>Looking at {name}...</source>
        <translation>Examen de {name}...</translation>
    </message>
    <message>
        <source>Looking for this face...</source>
        <translation>Recherche de ce visage...</translation>
    </message>
    <message>
        <source>The models are not open yet. Wait a moment and try again.</source>
        <translation>Les modèles ne sont pas encore ouverts. Patientez un instant et réessayez.</translation>
    </message>
</context>
<context>
    <name>Forget</name>
    <message>
        <source>Forget {name}</source>
        <translation>Oublier {name}</translation>
    </message>
    <message>
        <source>Forget {name} for good?</source>
        <translation>Oublier {name} définitivement&#xa0;?</translation>
    </message>
    <message>
        <source>This deletes {name}&apos;s samples and pictures, the visits that were noted, strangers&apos; visits and corrections whose face looks like {name}&apos;s, the journal of changes to this person, and the backups of the database, which hold {name} too. It cannot be undone.

To hide somebody in a way that can be undone, use Remove.</source>
        <translation>Ceci supprime les échantillons et les images de {name}, les visites notées, les visites d’inconnus et les corrections dont le visage ressemble à celui de {name}, le journal des changements de cette personne et les sauvegardes de la base de données, qui contiennent aussi {name}. C’est irréversible.

Pour cacher quelqu’un d’une façon qui peut être annulée, utilisez Retirer.</translation>
    </message>
    <message>
        <source>How many of the strangers&apos; faces were compared</source>
        <translation>Combien de visages d’inconnus ont été comparés</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Forget for good</source>
        <translation>Oublier définitivement</translation>
    </message>
    <message>
        <source>Looking for strangers&apos; faces that are {name}&apos;s...</source>
        <translation>Recherche de visages d’inconnus qui sont de {name}...</translation>
    </message>
    <message>
        <source>Deleting, and looking for what may be left...</source>
        <translation>Suppression, et recherche de ce qui pourrait rester...</translation>
    </message>
    <message>
        <source>{name} is forgotten</source>
        <translation>{name} est oublié</translation>
    </message>
    <message>
        <source>{name} could not be forgotten</source>
        <translation>{name} n’a pas pu être oublié</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>FoundFace</name>
    <message>
        <source>All visits</source>
        <translation>Toutes les visites</translation>
    </message>
    <message>
        <source>Show all visits again</source>
        <translation>Montrer de nouveau toutes les visites</translation>
    </message>
    <message>
        <source>This face cannot be looked for</source>
        <translation>Ce visage ne peut pas être recherché</translation>
    </message>
    <message>
        <source>No visit has a face to compare with</source>
        <translation>Aucune visite n’a de visage à comparer</translation>
    </message>
    <message>
        <source>This face was not here</source>
        <translation>Ce visage n’était pas là</translation>
    </message>
    <message>
        <source>This face was here: {visits}, {days}</source>
        <translation>Ce visage était là&#xa0;: {visits}, {days}</translation>
    </message>
    <message>
        <source> to </source>
        <translation> au </translation>
    </message>
    <message>
        <source>Compared with {visits}; found from a likeness of {threshold} on.</source>
        <translation>Comparé à {visits}&#xa0;; trouvé à partir d’une ressemblance de {threshold}.</translation>
    </message>
    <message>
        <source>Of people who were never here {share} finds one all the same.</source>
        <translation>Parmi des personnes qui n’ont jamais été là, {share} en trouve une quand même.</translation>
    </message>
    <message>
        <source>By estimate, of people who were never here {share} finds one all the same.</source>
        <translation>Selon une estimation, parmi des personnes qui n’ont jamais été là, {share} en trouve une quand même.</translation>
    </message>
    <message>
        <source>{visits} without a face that can be compared.</source>
        <translation>{visits} sans visage qui puisse être comparé.</translation>
    </message>
</context>
<context>
    <name>FrameView</name>
    <message>
        <source>Live picture</source>
        <translation>Image en direct</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>personne</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <source>Add a source</source>
        <translation>Ajouter une source</translation>
    </message>
    <message>
        <source>Watch one more camera, file or stream beside these</source>
        <translation>Surveiller une caméra, un fichier ou un flux de plus à côté de ceux-ci</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Sources</translation>
    </message>
    <message>
        <source>Click one to look at it closely.</source>
        <translation>Cliquez sur l’une d’elles pour la voir de près.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Nothing is watched</source>
        <translation>Rien n’est surveillé</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>one person from {threshold}</source>
        <translation>une personne à partir de {threshold}</translation>
    </message>
    <message>
        <source>two people (dashed)</source>
        <translation>deux personnes (tirets)</translation>
    </message>
    <message>
        <source>one person</source>
        <translation>une personne</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>visits {date}.csv</source>
        <translation>visites {date}.csv</translation>
    </message>
    <message>
        <source>attendance {date}.csv</source>
        <translation>présence {date}.csv</translation>
    </message>
    <message>
        <source>Save the visits</source>
        <translation>Enregistrer les visites</translation>
    </message>
    <message>
        <source>Table (*.csv);;Sheet (*.xlsx);;JSON (*.json)</source>
        <translation>Tableau (*.csv);;Feuille (*.xlsx);;JSON (*.json)</translation>
    </message>
    <message numerus="yes">
        <source>Saved %Ln row(s) to {path}</source>
        <translation>
            <numerusform>%Ln ligne enregistrée dans {path}</numerusform>
            <numerusform>%Ln lignes enregistrées dans {path}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saved %Ln visit(s) to {path}</source>
        <translation>
            <numerusform>%Ln visite enregistrée dans {path}</numerusform>
            <numerusform>%Ln visites enregistrées dans {path}</numerusform>
        </translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Search the visits by name or place</source>
        <translation>Rechercher des visites par nom ou par lieu</translation>
    </message>
    <message>
        <source>Find a face...</source>
        <translation>Trouver un visage...</translation>
    </message>
    <message>
        <source>Whose visits?</source>
        <translation>Les visites de qui&#xa0;?</translation>
    </message>
    <message>
        <source>Choose a picture, drop one on this page, or paste it</source>
        <translation>Choisissez une image, déposez-en une sur cette page ou collez-la</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>Exporter...</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Tout le monde</translation>
    </message>
    <message>
        <source>Only one person&apos;s visits</source>
        <translation>Seulement les visites d’une personne</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Partout</translation>
    </message>
    <message>
        <source>Only visits in front of one source</source>
        <translation>Seulement les visites devant une source</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>Connus</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Inconnu</translation>
    </message>
    <message>
        <source>Not seen well enough</source>
        <translation>Mal vus</translation>
    </message>
    <message>
        <source>Known or not</source>
        <translation>Connus ou non</translation>
    </message>
    <message>
        <source>Only the known, or strangers</source>
        <translation>Seulement les connus, ou les inconnus</translation>
    </message>
    <message>
        <source>Glimpses</source>
        <translation>Aperçus</translation>
    </message>
    <message>
        <source>Also strangers who were not seen well, or for less than a second</source>
        <translation>Aussi les inconnus mal vus, ou pendant moins d’une seconde</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>Par jour</translation>
    </message>
    <message>
        <source>Attendance: of each day and person when first, when last, and how long</source>
        <translation>Présence&#xa0;: par jour et par personne, première et dernière fois, et durée</translation>
    </message>
    <message>
        <source>Attendance by day</source>
        <translation>Présence par jour</translation>
    </message>
    <message>
        <source>Show all visits again</source>
        <translation>Montrer de nouveau toutes les visites</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Aujourd’hui</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Visites</translation>
    </message>
    <message>
        <source>The newest first; Space shows one large, Enter corrects the name, Delete deletes the chosen</source>
        <translation>Les plus récentes d’abord&#xa0;; Espace en montre une en grand, Entrée corrige le nom, Suppr supprime celles choisies</translation>
    </message>
    <message>
        <source>Not this person</source>
        <translation>Pas cette personne</translation>
    </message>
    <message>
        <source>Who was it?</source>
        <translation>Qui était-ce&#xa0;?</translation>
    </message>
    <message>
        <source>Show it large</source>
        <translation>Montrer en grand</translation>
    </message>
    <message>
        <source>Find this face</source>
        <translation>Trouver ce visage</translation>
    </message>
    <message>
        <source>Delete visit</source>
        <translation>Supprimer la visite</translation>
    </message>
    <message>
        <source>No such visit</source>
        <translation>Aucune visite de ce genre</translation>
    </message>
    <message>
        <source>Nothing that was noted fits these filters.</source>
        <translation>Rien de ce qui a été noté ne correspond à ces filtres.</translation>
    </message>
    <message>
        <source>Nobody was here yet</source>
        <translation>Personne n’est encore venu</translation>
    </message>
    <message>
        <source>Whoever passes the camera is noted here, from when to when.</source>
        <translation>Quiconque passe devant la caméra est noté ici, de quand à quand.</translation>
    </message>
    <message>
        <source>Visits are not noted</source>
        <translation>Les visites ne sont pas notées</translation>
    </message>
    <message>
        <source>The settings say so. Once they are, they are shown here.</source>
        <translation>Les réglages le disent. Dès qu’elles le seront, elles seront montrées ici.</translation>
    </message>
    <message>
        <source>Not {name}</source>
        <translation>Pas {name}</translation>
    </message>
</context>
<context>
    <name>Ignored</name>
    <message>
        <source>for now</source>
        <translation>pour l’instant</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>pour toujours</translation>
    </message>
    <message>
        <source>not a face</source>
        <translation>pas un visage</translation>
    </message>
    <message>
        <source>Ignored {how}, {ago}</source>
        <translation>Ignoré&#xa0;: {how}, {ago}</translation>
    </message>
</context>
<context>
    <name>IgnoredList</name>
    <message>
        <source>Ignored faces</source>
        <translation>Visages ignorés</translation>
    </message>
    <message>
        <source>Show again</source>
        <translation>Montrer de nouveau</translation>
    </message>
    <message>
        <source>They are among the unknowns again</source>
        <translation>Ils sont de nouveau parmi les inconnus</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Whoever looks like one of these is not shown among the unknowns.</source>
        <translation>Quiconque ressemble à l’un d’eux n’est pas montré parmi les inconnus.</translation>
    </message>
    <message>
        <source>Nobody is ignored.</source>
        <translation>Personne n’est ignoré.</translation>
    </message>
</context>
<context>
    <name>InView</name>
    <message>
        <source>In view</source>
        <translation>Dans l’image</translation>
    </message>
    <message>
        <source>Nobody is in the picture.</source>
        <translation>Personne n’est dans l’image.</translation>
    </message>
    <message>
        <source>In view: {number}</source>
        <translation>Dans l’image&#xa0;: {number}</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>Live picture</source>
        <translation>Image en direct</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Partout</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personnes</translation>
    </message>
    <message>
        <source>History and unknowns</source>
        <translation>Historique et inconnus</translation>
    </message>
    <message>
        <source>Show the live picture</source>
        <translation>Montrer l’image en direct</translation>
    </message>
    <message>
        <source>Show the people</source>
        <translation>Montrer les personnes</translation>
    </message>
    <message>
        <source>Show who was there</source>
        <translation>Montrer qui était là</translation>
    </message>
    <message>
        <source>Show the strangers</source>
        <translation>Montrer les inconnus</translation>
    </message>
    <message>
        <source>Compare two pictures</source>
        <translation>Comparer deux images</translation>
    </message>
    <message>
        <source>Show what is told outside, and to whom</source>
        <translation>Montrer ce qui est signalé au dehors, et à qui</translation>
    </message>
    <message>
        <source>Show the models</source>
        <translation>Montrer les modèles</translation>
    </message>
    <message>
        <source>Show the settings</source>
        <translation>Montrer les réglages</translation>
    </message>
    <message>
        <source>Enrol a person</source>
        <translation>Inscrire une personne</translation>
    </message>
    <message>
        <source>Choose a face by its number</source>
        <translation>Choisir un visage par son numéro</translation>
    </message>
    <message>
        <source>Say why the chosen face has its name, or none</source>
        <translation>Dire pourquoi le visage choisi a son nom, ou n’en a pas</translation>
    </message>
    <message>
        <source>Freeze the picture or hold the film, and go on</source>
        <translation>Figer l’image ou arrêter le film, et continuer</translation>
    </message>
    <message>
        <source>Back by one picture of a film or folder</source>
        <translation>Reculer d’une image dans un film ou un dossier</translation>
    </message>
    <message>
        <source>On by one picture of a film or folder</source>
        <translation>Avancer d’une image dans un film ou un dossier</translation>
    </message>
    <message>
        <source>Save the picture to a file</source>
        <translation>Enregistrer l’image dans un fichier</translation>
    </message>
    <message>
        <source>Fill the screen, and leave it</source>
        <translation>Remplir l’écran, et en sortir</translation>
    </message>
    <message>
        <source>Record the picture to a file, and end that</source>
        <translation>Filmer l’image dans un fichier, et y mettre fin</translation>
    </message>
    <message>
        <source>Blur strangers, and show them</source>
        <translation>Flouter les inconnus, et les montrer</translation>
    </message>
    <message>
        <source>Show the picture as in a mirror</source>
        <translation>Montrer l’image comme dans un miroir</translation>
    </message>
    <message>
        <source>Turn the picture by a quarter</source>
        <translation>Tourner l’image d’un quart de tour</translation>
    </message>
    <message>
        <source>Watch several sources side by side; Esc goes back</source>
        <translation>Surveiller plusieurs sources côte à côte&#xa0;; Échap revient</translation>
    </message>
    <message>
        <source>Show names in large type; Esc leaves</source>
        <translation>Montrer les noms en grand&#xa0;; Échap en sort</translation>
    </message>
    <message>
        <source>Fold the panel away, and back</source>
        <translation>Replier le panneau, et le rouvrir</translation>
    </message>
    <message>
        <source>Leave what is open</source>
        <translation>Quitter ce qui est ouvert</translation>
    </message>
    <message>
        <source>Open a video or image</source>
        <translation>Ouvrir une vidéo ou une image</translation>
    </message>
    <message>
        <source>Open a stream by its address</source>
        <translation>Ouvrir un flux par son adresse</translation>
    </message>
    <message>
        <source>Enrol people from files</source>
        <translation>Inscrire des personnes à partir de fichiers</translation>
    </message>
    <message>
        <source>Take back the last change</source>
        <translation>Annuler le dernier changement</translation>
    </message>
    <message>
        <source>Do it again</source>
        <translation>Le refaire</translation>
    </message>
    <message>
        <source>Show all keys</source>
        <translation>Montrer toutes les touches</translation>
    </message>
    <message>
        <source>Quit facecam</source>
        <translation>Quitter facecam</translation>
    </message>
    <message>
        <source>Search the people, or the visits</source>
        <translation>Rechercher parmi les personnes, ou les visites</translation>
    </message>
    <message>
        <source>Rename the person</source>
        <translation>Renommer la personne</translation>
    </message>
    <message>
        <source>The chosen samples are somebody else</source>
        <translation>Les échantillons choisis sont quelqu’un d’autre</translation>
    </message>
    <message>
        <source>Merge the person into another</source>
        <translation>Fusionner la personne avec une autre</translation>
    </message>
    <message>
        <source>Remove the person, or the chosen sample</source>
        <translation>Retirer la personne, ou l’échantillon choisi</translation>
    </message>
    <message>
        <source>Yes, this face is the person&apos;s</source>
        <translation>Oui, ce visage est celui de la personne</translation>
    </message>
    <message>
        <source>No, it is not</source>
        <translation>Non, ce n’est pas cette personne</translation>
    </message>
    <message>
        <source>Ask another time</source>
        <translation>Demander une autre fois</translation>
    </message>
    <message>
        <source>Name the chosen stranger or visit</source>
        <translation>Nommer l’inconnu ou la visite choisis</translation>
    </message>
    <message>
        <source>Ignore the chosen stranger</source>
        <translation>Ignorer l’inconnu choisi</translation>
    </message>
    <message>
        <source>Ignore the chosen stranger for ever</source>
        <translation>Ignorer l’inconnu choisi pour toujours</translation>
    </message>
    <message>
        <source>Say that it is not a face</source>
        <translation>Dire que ce n’est pas un visage</translation>
    </message>
    <message>
        <source>Choose the stranger that is proposed as well</source>
        <translation>Choisir aussi l’inconnu proposé</translation>
    </message>
    <message>
        <source>Say that it was not this person</source>
        <translation>Dire que ce n’était pas cette personne</translation>
    </message>
    <message>
        <source>Show the chosen visit large</source>
        <translation>Montrer la visite choisie en grand</translation>
    </message>
    <message>
        <source>Play the clip of a visit that is shown large, and hold it</source>
        <translation>Lire l’extrait d’une visite affichée en grand, et l’arrêter</translation>
    </message>
    <message>
        <source>Find when else the face of the visit was here</source>
        <translation>Trouver quand le visage de la visite était aussi là</translation>
    </message>
    <message>
        <source>Find when the face of a copied picture was here</source>
        <translation>Trouver quand le visage d’une image copiée était là</translation>
    </message>
    <message>
        <source>Delete the chosen visits</source>
        <translation>Supprimer les visites choisies</translation>
    </message>
    <message>
        <source>Save the visits to a file</source>
        <translation>Enregistrer les visites dans un fichier</translation>
    </message>
</context>
<context>
    <name>Kiosk</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>et encore&#xa0;%Ln</numerusform>
            <numerusform>et encore&#xa0;%Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>I do not know you yet</source>
        <translation>Je ne vous connais pas encore</translation>
    </message>
    <message>
        <source>Look at the camera</source>
        <translation>Regardez la caméra</translation>
    </message>
</context>
<context>
    <name>LargeVisit</name>
    <message>
        <source>Newer</source>
        <translation>Plus récente</translation>
    </message>
    <message>
        <source>The visit above (Left)</source>
        <translation>La visite du dessus (Gauche)</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>Plus ancienne</translation>
    </message>
    <message>
        <source>The visit below (Right)</source>
        <translation>La visite du dessous (Droite)</translation>
    </message>
    <message>
        <source>Who was it?</source>
        <translation>Qui était-ce&#xa0;?</translation>
    </message>
    <message>
        <source>Not this person</source>
        <translation>Pas cette personne</translation>
    </message>
    <message>
        <source>Find this face</source>
        <translation>Trouver ce visage</translation>
    </message>
    <message>
        <source>Show in the film</source>
        <translation>Montrer dans le film</translation>
    </message>
    <message>
        <source>Open the film, and hold it where this visit begins</source>
        <translation>Ouvrir le film et l’arrêter là où cette visite commence</translation>
    </message>
    <message>
        <source>Delete visit</source>
        <translation>Supprimer la visite</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quand</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Où</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>Ressemblance</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>Vues</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Back to the list (Esc)</source>
        <translation>Retour à la liste (Échap)</translation>
    </message>
    <message>
        <source>No picture was kept of this visit.</source>
        <translation>Aucune image de cette visite n’a été conservée.</translation>
    </message>
    <message>
        <source>The clip is damaged, or gone.</source>
        <translation>L’extrait est endommagé ou n’existe plus.</translation>
    </message>
</context>
<context>
    <name>ListChip</name>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
</context>
<context>
    <name>LiveCheck</name>
    <message>
        <source>Look straight at the camera</source>
        <translation>Regardez droit vers la caméra</translation>
    </message>
    <message>
        <source>Turn your head to your left</source>
        <translation>Tournez la tête vers votre gauche</translation>
    </message>
    <message>
        <source>Turn your head to your right</source>
        <translation>Tournez la tête vers votre droite</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>Levez la tête</translation>
    </message>
    <message>
        <source>Turned as asked</source>
        <translation>Tourné comme demandé</translation>
    </message>
    <message>
        <source>Flat: looks like a picture</source>
        <translation>Plat&#xa0;: on dirait une image</translation>
    </message>
    <message>
        <source>Not tested</source>
        <translation>Non vérifié</translation>
    </message>
</context>
<context>
    <name>LiveCheckSheet</name>
    <message>
        <source>Once more</source>
        <translation>Encore une fois</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Back to the picture (Esc)</source>
        <translation>Retour à l’image (Échap)</translation>
    </message>
    <message>
        <source>It is {name}.</source>
        <translation>C’est {name}.</translation>
    </message>
    <message>
        <source>A picture held before the camera cannot do that; a film made to answer, or a mask, can.</source>
        <translation>Une image tenue devant la caméra ne le peut pas&#xa0;; un film fait pour cela, ou un masque, le peut.</translation>
    </message>
    <message>
        <source>The nose stayed where a flat picture has it.</source>
        <translation>Le nez est resté où une image plate l’a.</translation>
    </message>
    <message>
        <source>Once more: stay in the picture, look at the camera, and turn slowly.</source>
        <translation>Encore une fois : restez dans l’image, regardez la caméra et tournez lentement la tête.</translation>
    </message>
    <message>
        <source>It is advice: do not open doors with it.</source>
        <translation>C’est un avis&#xa0;: n’ouvrez pas de portes avec.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message>
        <source>Frozen. Space goes on.</source>
        <translation>Figée. Espace pour continuer.</translation>
    </message>
    <message>
        <source>Looking for a camera...</source>
        <translation>Recherche d’une caméra...</translation>
    </message>
    <message>
        <source>Default settings, no source, no graphics processor; nothing is changed. Open a source to test it.</source>
        <translation>Réglages par défaut, pas de source, pas de processeur graphique&#xa0;; rien n’est modifié. Ouvrez une source pour l’essayer.</translation>
    </message>
    <message>
        <source>Safe mode</source>
        <translation>Mode sans échec</translation>
    </message>
    <message>
        <source>Plug one in: it is noticed at once. Or see how it works with the demo clip.</source>
        <translation>Branchez-en une&#xa0;: elle est remarquée aussitôt. Ou voyez comment cela marche avec le clip de démonstration.</translation>
    </message>
    <message>
        <source>No camera is plugged in</source>
        <translation>Aucune caméra n’est branchée</translation>
    </message>
    <message>
        <source>Nothing is watched</source>
        <translation>Rien n’est surveillé</translation>
    </message>
    <message>
        <source>Choose a source below.</source>
        <translation>Choisissez une source ci-dessous.</translation>
    </message>
    <message>
        <source>Choose a face first: click it, or press its number.</source>
        <translation>Choisissez d’abord un visage&#xa0;: cliquez dessus, ou tapez son numéro.</translation>
    </message>
    <message>
        <source>Enrol a person</source>
        <translation>Inscrire une personne</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>Photo</translation>
    </message>
    <message>
        <source>Fill the screen</source>
        <translation>Remplir l’écran</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>Panneau</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>Inscrire</translation>
    </message>
    <message>
        <source>In the picture: {people}</source>
        <translation>Dans l’image&#xa0;: {people}</translation>
    </message>
    <message>
        <source>There is no good picture of this face: look at the camera and try again.</source>
        <translation>Il n’y a pas de bonne image de ce visage&#xa0;: regardez la caméra et réessayez.</translation>
    </message>
    <message>
        <source>Play again</source>
        <translation>Rejouer</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Open a file...</source>
        <translation>Ouvrir un fichier...</translation>
    </message>
    <message>
        <source>Demo clip</source>
        <translation>Clip de démonstration</translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation>Se fier à ce certificat</translation>
    </message>
</context>
<context>
    <name>Merge</name>
    <message>
        <source>Merge {name}</source>
        <translation>Fusionner {name}</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Search the people</source>
        <translation>Rechercher parmi les personnes</translation>
    </message>
    <message>
        <source>The other person</source>
        <translation>L’autre personne</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Fusionner</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Change nothing (Esc)</source>
        <translation>Ne rien changer (Échap)</translation>
    </message>
    <message>
        <source>Who is {name} really?</source>
        <translation>Qui est {name} en réalité&#xa0;?</translation>
    </message>
    <message>
        <source>The samples and visits of {name} go to {into}, whose name stays. It can be undone.</source>
        <translation>Les échantillons et les visites de {name} passent à {into}, dont le nom reste. Cela peut être annulé.</translation>
    </message>
    <message>
        <source>They do not look alike: {score}, where one person has {enough} and more.</source>
        <translation>Ils ne se ressemblent pas&#xa0;: {score}, alors qu’une même personne a {enough} et plus.</translation>
    </message>
    <message>
        <source>Choose the person who is the same one.</source>
        <translation>Choisissez la personne qui est la même.</translation>
    </message>
    <message>
        <source>Nobody else is called that.</source>
        <translation>Personne d’autre ne s’appelle ainsi.</translation>
    </message>
    <message>
        <source>There is nobody else.</source>
        <translation>Il n’y a personne d’autre.</translation>
    </message>
</context>
<context>
    <name>Model</name>
    <message>
        <source>Taken for one another more often: it does not know how crowded a face&apos;s place is</source>
        <translation>Pris plus souvent l’un pour l’autre&#xa0;: il ne sait pas combien de visages se ressemblent là</translation>
    </message>
    <message>
        <source>Held to the same promise as everybody, as far as was measured</source>
        <translation>Tenus à la même promesse que tous, pour autant qu’on l’ait mesuré</translation>
    </message>
    <message>
        <source>Not measured</source>
        <translation>Non mesuré</translation>
    </message>
    <message>
        <source>{share} of the pairs of LFW, a public set, are told right.</source>
        <translation>{share} des paires de LFW, un ensemble public, sont bien jugées.</translation>
    </message>
    <message>
        <source>Where 1 pair of two people in 1,000 may pass for one, {share} of those of one do.</source>
        <translation>Là où 1 paire de deux personnes sur 1 000 peut passer pour une seule, {share} de celles d’une seule y parviennent.</translation>
    </message>
    <message>
        <source>Not stated</source>
        <translation>Non indiqué</translation>
    </message>
    <message>
        <source>“{text}” (the model&apos;s card)</source>
        <translation>«&#xa0;{text}&#xa0;» (fiche du modèle)</translation>
    </message>
    <message>
        <source>The file {file} is missing. Restore the folder {folder}.</source>
        <translation>Le fichier {file} manque. Rétablissez le dossier {folder}.</translation>
    </message>
    <message>
        <source>{megabytes} MB; faces of {size} x {size} pixels become {numbers} numbers</source>
        <translation>{megabytes} Mo&#xa0;; des visages de {size} x {size} pixels deviennent {numbers} nombres</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>In use</source>
        <translation>Utilisé</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Utiliser ce modèle</translation>
    </message>
    <message>
        <source>Takes a moment; the picture goes on</source>
        <translation>Prend un moment&#xa0;; l’image continue</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Exactitude</translation>
    </message>
    <message>
        <source>Children</source>
        <translation>Enfants</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Vitesse</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>Conditions</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>Entraîné sur</translation>
    </message>
    <message>
        <source>Model {name}</source>
        <translation>Modèle {name}</translation>
    </message>
    <message numerus="yes">
        <source>Bring %Ln sample(s) over</source>
        <translation>
            <numerusform>Reprendre&#xa0;%Ln échantillon</numerusform>
            <numerusform>Reprendre&#xa0;%Ln échantillons</numerusform>
        </translation>
    </message>
    <message>
        <source>On your pictures: {said}</source>
        <translation>Sur vos images&#xa0;: {said}</translation>
    </message>
    <message>
        <source>Not measured on this computer yet</source>
        <translation>Pas encore mesuré sur cet ordinateur</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Mesurer</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>Mesurer de nouveau</translation>
    </message>
    <message>
        <source>Measuring...</source>
        <translation>Mesure en cours...</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Bringing the samples over to {model}...</source>
        <translation>Reprise des échantillons pour {model}...</translation>
    </message>
    <message>
        <source>Trying the models on your pictures...</source>
        <translation>Essai des modèles sur vos images...</translation>
    </message>
    <message>
        <source>A folder with a folder of pictures for each person</source>
        <translation>Un dossier avec un dossier d’images pour chaque personne</translation>
    </message>
    <message>
        <source>{ms} ms a face on the {processor}, while everything else goes on</source>
        <translation>{ms} ms par visage sur le {processor}, pendant que tout le reste continue</translation>
    </message>
    <message>
        <source>Try them on your pictures...</source>
        <translation>Les essayer sur vos images...</translation>
    </message>
    <message>
        <source>Choose a folder with a folder of pictures for each person; nothing of them is kept</source>
        <translation>Choisissez un dossier avec un dossier d’images pour chaque personne&#xa0;; rien n’en est gardé</translation>
    </message>
    <message>
        <source>Samples that have come over</source>
        <translation>Échantillons repris</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Nothing is changed before all of them are ready</source>
        <translation>Rien n’est modifié avant que tous soient prêts</translation>
    </message>
    <message>
        <source>There is no other model yet: those that are put into the folder `models`, with its list, appear here.</source>
        <translation>Il n’y a pas encore d’autre modèle&#xa0;: ceux qui sont mis dans le dossier `models`, avec sa liste, apparaissent ici.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>What turns a face into numbers. Another model needs numbers of its own: they are made anew from the pictures that were kept, and until all are there the old model goes on.</source>
        <translation>Ce qui transforme un visage en nombres. Un autre modèle a besoin de ses propres nombres&#xa0;: ils sont refaits à partir des images conservées, et tant que tous ne sont pas là, l’ancien modèle continue.</translation>
    </message>
</context>
<context>
    <name>NameCard</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Name of the person</source>
        <translation>Nom de la personne</translation>
    </message>
    <message>
        <source>Keep the small pictures of the face as well</source>
        <translation>Garder aussi les petites images du visage</translation>
    </message>
    <message>
        <source>They show who is who in the list, and allow another model later without enrolling again</source>
        <translation>Elles montrent qui est qui dans la liste, et permettent plus tard un autre modèle sans nouvelle inscription</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Commencer</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Keep nothing (Esc)</source>
        <translation>Ne rien garder (Échap)</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>Qui est-ce&#xa0;?</translation>
    </message>
</context>
<context>
    <name>NameEdit</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Click to rename; Enter keeps the new name, Esc the old one</source>
        <translation>Cliquez pour renommer&#xa0;; Entrée garde le nouveau nom, Échap l’ancien</translation>
    </message>
</context>
<context>
    <name>Naming</name>
    <message>
        <source>Who was it?</source>
        <translation>Qui était-ce&#xa0;?</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Remember</source>
        <translation>Retenir</translation>
    </message>
    <message>
        <source>Their most different faces become samples of that person.</source>
        <translation>Leurs visages les plus différents deviennent des échantillons de cette personne.</translation>
    </message>
    <message>
        <source>No face was kept of these visits: only the name changes.</source>
        <translation>Aucun visage de ces visites n’a été conservé&#xa0;: seul le nom change.</translation>
    </message>
    <message>
        <source>The face of this visit becomes a sample of that person.</source>
        <translation>Le visage de cette visite devient un échantillon de cette personne.</translation>
    </message>
    <message>
        <source>No face was kept of this visit: only the name changes.</source>
        <translation>Aucun visage de cette visite n’a été conservé&#xa0;: seul le nom change.</translation>
    </message>
    <message>
        <source>Faces like it are not {name} any more.</source>
        <translation>Des visages comme celui-ci ne sont plus {name}.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Yes, {name}</source>
        <translation>Oui, {name}</translation>
    </message>
    <message>
        <source>Face {number}</source>
        <translation>Visage {number}</translation>
    </message>
    <message>
        <source>A name from a confidence of {share}</source>
        <translation>Un nom à partir d’une confiance de {share}</translation>
    </message>
    <message>
        <source>{name}, {share}</source>
        <translation>{name}, {share}</translation>
    </message>
    <message>
        <source>nobody; likeliest {name}, {share}</source>
        <translation>personne&#xa0;; le plus vraisemblable est {name}, {share}</translation>
    </message>
    <message>
        <source>{name}, {score}</source>
        <translation>{name}, {score}</translation>
    </message>
    <message>
        <source>nobody is enrolled</source>
        <translation>personne n’est inscrit</translation>
    </message>
    <message>
        <source>unknown; nearest {name}, {score}</source>
        <translation>inconnu&#xa0;; le plus proche est {name}, {score}</translation>
    </message>
    <message>
        <source>Looking...</source>
        <translation>Examen...</translation>
    </message>
    <message>
        <source>Pictures to be named</source>
        <translation>Images à nommer</translation>
    </message>
    <message>
        <source>Pictures ({kinds})</source>
        <translation>Images ({kinds})</translation>
    </message>
    <message>
        <source>Classifier</source>
        <translation>Classifieur</translation>
    </message>
    <message>
        <source>Choose pictures...</source>
        <translation>Choisir des images...</translation>
    </message>
    <message>
        <source>Nothing of them is kept, and nobody enrolled</source>
        <translation>Rien n’en est gardé, et personne n’est inscrit</translation>
    </message>
    <message>
        <source>How sure the classifier must be</source>
        <translation>À quel point le classifieur doit être sûr</translation>
    </message>
    <message>
        <source>A classifier knows its own people and no strangers: whoever comes is given to one of them. Beside it stands whom the people enrolled here make of the same face.</source>
        <translation>Un classifieur connaît ses propres personnes et aucun inconnu&#xa0;: quiconque vient est attribué à l’une d’elles. À côté figure ce que les personnes inscrites ici disent du même visage.</translation>
    </message>
    <message>
        <source>Enrolled people</source>
        <translation>Personnes inscrites</translation>
    </message>
    <message>
        <source>Name faces by a classifier</source>
        <translation>Nommer des visages avec un classifieur</translation>
    </message>
</context>
<context>
    <name>NoVisits</name>
    <message>
        <source>Show the live picture</source>
        <translation>Montrer l’image en direct</translation>
    </message>
    <message>
        <source>Note visits from now on</source>
        <translation>Noter les visites désormais</translation>
    </message>
</context>
<context>
    <name>Notifications</name>
    <message>
        <source>Seen at {time}</source>
        <translation>Vu à {time}</translation>
    </message>
    <message>
        <source>facecam tells when somebody comes</source>
        <translation>facecam signale quand quelqu’un vient</translation>
    </message>
    <message>
        <source>Show facecam</source>
        <translation>Montrer facecam</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
</context>
<context>
    <name>OneByOne</name>
    <message>
        <source>Samples of {name}</source>
        <translation>Échantillons de {name}</translation>
    </message>
    <message>
        <source>Could be {name}</source>
        <translation>Peut-être {name}</translation>
    </message>
    <message>
        <source>No picture was kept</source>
        <translation>Aucune image gardée</translation>
    </message>
    <message>
        <source>Yes, add it</source>
        <translation>Oui, l’ajouter</translation>
    </message>
    <message>
        <source>Yes, this is {name}</source>
        <translation>Oui, c’est {name}</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Oui</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Non</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Passer</translation>
    </message>
    <message>
        <source>Ask another time</source>
        <translation>Demander une autre fois</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Faces that were asked about</source>
        <translation>Visages déjà demandés</translation>
    </message>
    <message>
        <source>That was all</source>
        <translation>C’était tout</translation>
    </message>
    <message>
        <source>Add this look to the samples?</source>
        <translation>Ajouter cette vue aux échantillons&#xa0;?</translation>
    </message>
    <message>
        <source>Is this {name}?</source>
        <translation>Est-ce {name}&#xa0;?</translation>
    </message>
    <message>
        <source>No picture was kept of this visit.</source>
        <translation>Aucune image de cette visite n’a été gardée.</translation>
    </message>
    <message>
        <source>{seen}, {source}. Likeness {score}; a name is given from {threshold}.</source>
        <translation>{seen}, {source}. Ressemblance {score}&#xa0;; un nom est donné à partir de {threshold}.</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Vu</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>Outlook</name>
    <message>
        <source>To be known, these must be enrolled again: {names}.</source>
        <translation>Pour être reconnues, ces personnes doivent être inscrites de nouveau&#xa0;: {names}.</translation>
    </message>
</context>
<context>
    <name>Overlay</name>
    <message>
        <source>Opening {source}...</source>
        <translation>Ouverture de {source}...</translation>
    </message>
    <message>
        <source>The picture was lost. Trying again...</source>
        <translation>L’image est perdue. Nouvel essai...</translation>
    </message>
    <message>
        <source>{source} has ended</source>
        <translation>{source} est terminé</translation>
    </message>
    <message>
        <source>There is no picture</source>
        <translation>Il n’y a pas d’image</translation>
    </message>
</context>
<context>
    <name>Own</name>
    <message>
        <source>How often a known face gets no name is shown here once somebody is enrolled.</source>
        <translation>La fréquence à laquelle un visage connu reste sans nom est montrée ici dès que quelqu’un est inscrit.</translation>
    </message>
    <message>
        <source>So many people are not compared with each other here.</source>
        <translation>Les personnes sont trop nombreuses pour être comparées entre elles ici.</translation>
    </message>
    <message>
        <source>Comparing your own people&apos;s samples...</source>
        <translation>Comparaison des échantillons de vos propres personnes...</translation>
    </message>
    <message>
        <source>How often a known face gets no name is shown here once somebody has two samples.</source>
        <translation>La fréquence à laquelle un visage connu reste sans nom est montrée ici dès que quelqu’un a deux échantillons.</translation>
    </message>
    <message>
        <source>For somebody else, were that person not enrolled, {share} would pass.</source>
        <translation>Pour quelqu’un d’autre, si cette personne n’était pas inscrite, pris pour elle&#xa0;: {share}.</translation>
    </message>
    <message>
        <source>(Each is compared with all the others; another day&apos;s light is harder.)</source>
        <translation>(Chacun est comparé à tous les autres&#xa0;; la lumière d’un autre jour est plus difficile.)</translation>
    </message>
</context>
<context>
    <name>PastVisits</name>
    <message>
        <source>Past visits</source>
        <translation>Visites passées</translation>
    </message>
    <message numerus="yes">
        <source>%Ln past visit(s) would be decided otherwise now</source>
        <translation>
            <numerusform>%Ln visite passée serait décidée autrement maintenant</numerusform>
            <numerusform>%Ln visites passées seraient décidées autrement maintenant</numerusform>
        </translation>
    </message>
    <message>
        <source>Since: {correction}. Their best pictures were compared once more.</source>
        <translation>Depuis&#xa0;: {correction}. Leurs meilleures images ont été comparées de nouveau.</translation>
    </message>
    <message>
        <source>Undo takes back the correction and this.</source>
        <translation>Annuler reprend la correction et ceci.</translation>
    </message>
    <message>
        <source>There are more, older ones: they come afterwards.</source>
        <translation>Il y en a d’autres, plus anciennes&#xa0;: elles viennent ensuite.</translation>
    </message>
    <message>
        <source>Leave them</source>
        <translation>Laisser ainsi</translation>
    </message>
    <message>
        <source>Change nothing (Esc)</source>
        <translation>Ne rien changer (Échap)</translation>
    </message>
    <message numerus="yes">
        <source>Change %Ln visit(s)</source>
        <translation>
            <numerusform>Changer %Ln visite</numerusform>
            <numerusform>Changer %Ln visites</numerusform>
        </translation>
    </message>
    <message>
        <source>{visit}. Now: {name}</source>
        <translation>{visit}. Maintenant&#xa0;: {name}</translation>
    </message>
    <message>
        <source>until now: {name}</source>
        <translation>jusqu’ici&#xa0;: {name}</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
    <message>
        <source>Merge...</source>
        <translation>Fusionner...</translation>
    </message>
    <message>
        <source>Show visits</source>
        <translation>Montrer les visites</translation>
    </message>
    <message>
        <source>Add samples...</source>
        <translation>Ajouter des échantillons...</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Groupes</translation>
    </message>
    <message>
        <source>New group...</source>
        <translation>Nouveau groupe...</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Forget for good...</source>
        <translation>Oublier définitivement...</translation>
    </message>
    <message>
        <source>Its name, such as family, staff or visitors:</source>
        <translation>Son nom, par exemple famille, personnel ou visiteurs&#xa0;:</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>Nouveau groupe</translation>
    </message>
    <message>
        <source>{merge} (they do not look alike: {score})</source>
        <translation>{merge} (ils ne se ressemblent pas : {score})</translation>
    </message>
</context>
<context>
    <name>PeopleChoice</name>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Search the people and groups</source>
        <translation>Chercher parmi les personnes et les groupes</translation>
    </message>
    <message>
        <source>Everybody of {group}</source>
        <translation>Tous ceux de {group}</translation>
    </message>
    <message>
        <source>Whom it is about</source>
        <translation>De qui il s’agit</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Search the people</source>
        <translation>Rechercher parmi les personnes</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personnes</translation>
    </message>
    <message>
        <source>Enrol a person</source>
        <translation>Inscrire une personne</translation>
    </message>
    <message>
        <source>Enrol from files...</source>
        <translation>Inscrire à partir de fichiers...</translation>
    </message>
    <message>
        <source>Ctrl or Shift choose several</source>
        <translation>Ctrl ou Maj en choisissent plusieurs</translation>
    </message>
    <message>
        <source>Only people of one group</source>
        <translation>Seulement les personnes d’un groupe</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>Taille des images</translation>
    </message>
    <message>
        <source>Nobody is called that.</source>
        <translation>Personne ne s’appelle ainsi.</translation>
    </message>
    <message>
        <source>Nobody is known yet</source>
        <translation>Personne n’est encore connu</translation>
    </message>
    <message>
        <source>Everybody you enrol is shown here.</source>
        <translation>Tous ceux que vous inscrivez sont montrés ici.</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>Inscrire</translation>
    </message>
    <message>
        <source>All groups</source>
        <translation>Tous les groupes</translation>
    </message>
</context>
<context>
    <name>PeopleTable</name>
    <message>
        <source>Person</source>
        <translation>Personne</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Retenues</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>Qui est-ce&#xa0;?</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Non enregistré</translation>
    </message>
    <message>
        <source>No good picture</source>
        <translation>Pas de bonne image</translation>
    </message>
    <message>
        <source>Name is missing</source>
        <translation>Il manque le nom</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Prêt</translation>
    </message>
    <message>
        <source>Ready to add</source>
        <translation>Prêt à ajouter</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>Looking...</source>
        <translation>Examen...</translation>
    </message>
    <message>
        <source>Saving...</source>
        <translation>Enregistrement...</translation>
    </message>
    <message>
        <source>Enrolled</source>
        <translation>Inscrit</translation>
    </message>
</context>
<context>
    <name>PersonPanel</name>
    <message>
        <source>Show visits</source>
        <translation>Montrer les visites</translation>
    </message>
    <message>
        <source>In the history</source>
        <translation>Dans l’historique</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <source>Can be undone for 30 days</source>
        <translation>Peut être annulé pendant 30 jours</translation>
    </message>
    <message>
        <source>Use as picture</source>
        <translation>Choisir comme portrait</translation>
    </message>
    <message>
        <source>This picture stands for the person in every list</source>
        <translation>Cette image représente la personne dans toutes les listes</translation>
    </message>
    <message>
        <source>Move to...</source>
        <translation>Déplacer vers...</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>Whatever helps: who it is, where from</source>
        <translation>Tout ce qui aide&#xa0;: qui c’est, d’où</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>Accord</translation>
    </message>
    <message>
        <source>What was agreed to, when, and how</source>
        <translation>Sur quoi porte l’accord, quand, et comment</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>Pas encore</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Dernière visite</translation>
    </message>
    <message>
        <source>Enrolled</source>
        <translation>Inscrit</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Visites</translation>
    </message>
    <message>
        <source>Add more</source>
        <translation>En ajouter</translation>
    </message>
    <message>
        <source>More poses make a face safer to tell</source>
        <translation>Plus de poses rendent un visage plus sûr à distinguer</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
    <message>
        <source>Merge...</source>
        <translation>Fusionner...</translation>
    </message>
    <message>
        <source>The same person is here twice</source>
        <translation>La même personne est ici deux fois</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Forget for good...</source>
        <translation>Oublier...</translation>
    </message>
    <message>
        <source>Delete everything about this person; asks first</source>
        <translation>Supprimer tout de cette personne&#xa0;; demande d’abord</translation>
    </message>
    <message>
        <source>None kept</source>
        <translation>Aucune conservée</translation>
    </message>
    <message numerus="yes">
        <source>Remove sample(s)</source>
        <translation>
            <numerusform>Retirer l’échantillon</numerusform>
            <numerusform>Retirer la sélection</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) chosen.</source>
        <translation>
            <numerusform>%Ln échantillon choisi.</numerusform>
            <numerusform>%Ln échantillons choisis.</numerusform>
        </translation>
    </message>
    <message>
        <source>The number is the quality. Click a sample for more, or drag it to the person it shows.</source>
        <translation>Le nombre est la qualité. Cliquez sur un échantillon pour en savoir plus, ou glissez-le vers la personne qu’il montre.</translation>
    </message>
    <message>
        <source>Without a sample this face is told from nobody&apos;s: add some.</source>
        <translation>Sans échantillon, ce visage ne se distingue de personne&#xa0;: ajoutez-en.</translation>
    </message>
    <message>
        <source>Move to {name}</source>
        <translation>Déplacer vers {name}</translation>
    </message>
    <message>
        <source>Merge with {name}</source>
        <translation>Fusionner avec {name}</translation>
    </message>
</context>
<context>
    <name>Pictures</name>
    <message>
        <source>The picture is damaged and cannot be shown.</source>
        <translation>L’image est endommagée et ne peut pas être montrée.</translation>
    </message>
</context>
<context>
    <name>PlaybackBar</name>
    <message>
        <source>Hold</source>
        <translation>Arrêter sur l’image</translation>
    </message>
    <message>
        <source>One picture back</source>
        <translation>Une image en arrière</translation>
    </message>
    <message>
        <source>One picture on</source>
        <translation>Une image en avant</translation>
    </message>
    <message>
        <source>Place in the film or folder</source>
        <translation>Endroit dans le film ou le dossier</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>{here} of {last}</source>
        <translation>{here} sur {last}</translation>
    </message>
    <message>
        <source>Named here: {people}</source>
        <translation>Nommés ici&#xa0;: {people}</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Add to {name}</source>
        <translation>Ajouter à {name}</translation>
    </message>
    <message>
        <source>No, this is somebody else</source>
        <translation>Non, c’est quelqu’un d’autre</translation>
    </message>
</context>
<context>
    <name>RecordButton</name>
    <message>
        <source>Stop {time}</source>
        <translation>Arrêter {time}</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Filmer</translation>
    </message>
    <message>
        <source>Stop the recording, {time}</source>
        <translation>Arrêter de filmer, {time}</translation>
    </message>
    <message>
        <source>End the recording</source>
        <translation>Cesser de filmer</translation>
    </message>
    <message>
        <source>Record the picture to a file</source>
        <translation>Filmer l’image dans un fichier</translation>
    </message>
</context>
<context>
    <name>Recording</name>
    <message numerus="yes">
        <source>%Ln dropped</source>
        <translation>
            <numerusform>%Ln perdue</numerusform>
            <numerusform>%Ln perdues</numerusform>
        </translation>
    </message>
    <message>
        <source>What was recorded until then is in {path}.</source>
        <translation>Ce qui a été filmé jusque-là est dans {path}.</translation>
    </message>
    <message>
        <source>Recorded {seconds} s: {path}</source>
        <translation>{seconds} s filmées&#xa0;: {path}</translation>
    </message>
    <message numerus="yes">
        <source>The computer was too slow for %Ln picture(s)</source>
        <translation>
            <numerusform>L’ordinateur a été trop lent pour&#xa0;%Ln image</numerusform>
            <numerusform>L’ordinateur a été trop lent pour&#xa0;%Ln images</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was recorded: there was no picture.</source>
        <translation>Rien n’a été filmé&#xa0;: il n’y avait pas d’image.</translation>
    </message>
</context>
<context>
    <name>RefusedTable</name>
    <message>
        <source>Refused</source>
        <translation>Refusé</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Où</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Pourquoi</translation>
    </message>
</context>
<context>
    <name>Renaming</name>
    <message>
        <source>Merge with {name}</source>
        <translation>Fusionner avec {name}</translation>
    </message>
</context>
<context>
    <name>Reviewing</name>
    <message>
        <source>No past visit would be decided otherwise now.</source>
        <translation>Aucune visite passée ne serait décidée autrement maintenant.</translation>
    </message>
</context>
<context>
    <name>RuleCard</name>
    <message>
        <source>Test</source>
        <translation>Essayer</translation>
    </message>
    <message>
        <source>Tell it an example now</source>
        <translation>Envoyer un exemple maintenant</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Suspendre</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Change the rule</source>
        <translation>Modifier la règle</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Can be undone for 30 days</source>
        <translation>Peut être annulé pendant 30 jours</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <source>Tell again</source>
        <translation>Signaler de nouveau</translation>
    </message>
    <message>
        <source>Tell nothing for now</source>
        <translation>Ne rien signaler pour l’instant</translation>
    </message>
    <message numerus="yes">
        <source>%Ln wait(s) to be delivered{why}.</source>
        <translation>
            <numerusform>%Ln attend d’être remis{why}.</numerusform>
            <numerusform>%Ln attendent d’être remis{why}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be delivered.</source>
        <translation>
            <numerusform>%Ln n’a pas pu être remis.</numerusform>
            <numerusform>%Ln n’ont pas pu être remis.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RuleDialog</name>
    <message>
        <source>New rule</source>
        <translation>Nouvelle règle</translation>
    </message>
    <message>
        <source>Change the rule</source>
        <translation>Modifier la règle</translation>
    </message>
    <message>
        <source>Whom shall it tell?</source>
        <translation>À qui le signaler&#xa0;?</translation>
    </message>
    <message>
        <source>Whom is it about?</source>
        <translation>De qui s’agit-il&#xa0;?</translation>
    </message>
    <message>
        <source>Telling it...</source>
        <translation>Envoi...</translation>
    </message>
    <message>
        <source>This is how it looks.</source>
        <translation>Voilà à quoi cela ressemble.</translation>
    </message>
    <message>
        <source>It arrived.</source>
        <translation>C’est arrivé.</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <source>Strangers</source>
        <translation>Inconnus</translation>
    </message>
    <message>
        <source>Chosen people and groups</source>
        <translation>Personnes et groupes choisis</translation>
    </message>
    <message>
        <source>Chosen people and strangers</source>
        <translation>Personnes choisies et inconnus</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>N’importe qui</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quand</translation>
    </message>
    <message>
        <source>they come</source>
        <translation>à l’arrivée</translation>
    </message>
    <message>
        <source>they stay for seconds:</source>
        <translation>après avoir été là, en secondes&#xa0;:</translation>
    </message>
    <message>
        <source>they leave</source>
        <translation>au départ</translation>
    </message>
    <message>
        <source>they come and leave</source>
        <translation>à l’arrivée et au départ</translation>
    </message>
    <message>
        <source>anything happens with them</source>
        <translation>pour tout ce qui arrive</translation>
    </message>
    <message>
        <source>every day, who was there, at:</source>
        <translation>chaque jour, qui était là, à&#xa0;:</translation>
    </message>
    <message>
        <source>as it was said on the command line</source>
        <translation>comme dit sur la ligne de commande</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Secondes</translation>
    </message>
    <message>
        <source>Time of the summary</source>
        <translation>Heure du résumé</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>Fréquence</translation>
    </message>
    <message>
        <source>every time</source>
        <translation>chaque fois</translation>
    </message>
    <message>
        <source>once a day each</source>
        <translation>une fois par jour chacun</translation>
    </message>
    <message>
        <source>at most once in minutes:</source>
        <translation>au plus une fois en minutes&#xa0;:</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minutes</translation>
    </message>
    <message>
        <source>not from</source>
        <translation>pas de</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Silence de</translation>
    </message>
    <message>
        <source>Quiet to</source>
        <translation>Silence jusqu’à</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Où</translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation>partout</translation>
    </message>
    <message>
        <source>Tell</source>
        <translation>Signaler à</translation>
    </message>
    <message>
        <source>me, on the desktop</source>
        <translation>moi, sur le bureau</translation>
    </message>
    <message>
        <source>a web hook</source>
        <translation>un webhook</translation>
    </message>
    <message>
        <source>an MQTT broker (Home Assistant)</source>
        <translation>un courtier MQTT (Home Assistant)</translation>
    </message>
    <message>
        <source>a program, by running it</source>
        <translation>un programme, en le lançant</translation>
    </message>
    <message>
        <source>a file, a line each</source>
        <translation>un fichier, une ligne chacun</translation>
    </message>
    <message>
        <source>Address, program or file</source>
        <translation>Adresse, programme ou fichier</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Choisir...</translation>
    </message>
    <message>
        <source>The secret that signs what is sent</source>
        <translation>Le secret qui signe les envois</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>With the picture of the face</source>
        <translation>Avec l’image du visage</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Essayer</translation>
    </message>
    <message>
        <source>Tell it an example now</source>
        <translation>Envoyer un exemple maintenant</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>to</source>
        <translation>à</translation>
    </message>
    <message>
        <source>Copy it now: it is not shown again. Receivers check with it who tells them.</source>
        <translation>Copiez-le maintenant&#xa0;: il ne sera plus montré. Les destinataires vérifient avec lui qui leur écrit.</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>Silence</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Secret</translation>
    </message>
    <message>
        <source>Without another place it tells {place}, as before.</source>
        <translation>Sans autre indication, c’est signalé à {place}, comme avant.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Change nothing (Esc)</source>
        <translation>Ne rien changer (Échap)</translation>
    </message>
    <message>
        <source>program and arguments, such as: say {sentence}</source>
        <translation>programme et arguments, p. ex.&#xa0;: say {sentence}</translation>
    </message>
    <message>
        <source>the path of a file</source>
        <translation>le chemin d’un fichier</translation>
    </message>
    <message>
        <source>The program to run</source>
        <translation>Le programme à lancer</translation>
    </message>
    <message>
        <source>The file to write to</source>
        <translation>Le fichier où écrire</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>Nobody is chosen</source>
        <translation>Personne n’est choisi</translation>
    </message>
    <message>
        <source>Tick whom it is about</source>
        <translation>Cochez de qui il s’agit</translation>
    </message>
</context>
<context>
    <name>RulesPage</name>
    <message>
        <source>It arrived: {place}.</source>
        <translation>C’est arrivé&#xa0;: {place}.</translation>
    </message>
    <message>
        <source>New rule...</source>
        <translation>Nouvelle règle...</translation>
    </message>
    <message>
        <source>What was told</source>
        <translation>Ce qui a été signalé</translation>
    </message>
    <message>
        <source>Nothing was told yet.</source>
        <translation>Rien n’a encore été signalé.</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Règles</translation>
    </message>
    <message>
        <source>Nothing is told outside the window</source>
        <translation>Rien n’est signalé hors de la fenêtre</translation>
    </message>
    <message>
        <source>A rule tells you on the desktop, or a program, a web hook or Home Assistant, when somebody comes.</source>
        <translation>Une règle vous signale sur le bureau, ou à un programme, un webhook ou Home Assistant, que quelqu’un vient.</translation>
    </message>
    <message>
        <source>When a stranger stays...</source>
        <translation>Quand un inconnu reste...</translation>
    </message>
    <message>
        <source>Once a day when somebody comes...</source>
        <translation>Une fois par jour quand quelqu’un vient...</translation>
    </message>
    <message>
        <source>Another rule...</source>
        <translation>Une autre règle...</translation>
    </message>
</context>
<context>
    <name>Sample</name>
    <message>
        <source>Quality {quality}, from {source}, {day}</source>
        <translation>Qualité {quality}, de {source}, {day}</translation>
    </message>
    <message>
        <source>Another model made it: it is compared with nobody now</source>
        <translation>Un autre modèle l’a fait&#xa0;: il n’est comparé à personne pour l’instant</translation>
    </message>
</context>
<context>
    <name>SamplesView</name>
    <message>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <source>Choose one or, with Ctrl or Shift, several</source>
        <translation>Choisissez-en un, ou plusieurs avec Ctrl ou Maj</translation>
    </message>
</context>
<context>
    <name>Scale</name>
    <message>
        <source>a name from {threshold}</source>
        <translation>un nom à partir de {threshold}</translation>
    </message>
    <message>
        <source>Likeness: {marks}</source>
        <translation>Ressemblance&#xa0;: {marks}</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Show the picture as in a mirror</source>
        <translation>Montrer l’image comme dans un miroir</translation>
    </message>
    <message>
        <source>Blur everybody who is not known, here, in pictures and in recordings</source>
        <translation>Flouter tous ceux qui ne sont pas connus, ici, dans les photos et dans les films</translation>
    </message>
    <message>
        <source>Show boxes and names in recordings</source>
        <translation>Montrer cadres et noms dans les films</translation>
    </message>
    <message>
        <source>Use it where it works</source>
        <translation>L’utiliser là où il fonctionne</translation>
    </message>
    <message>
        <source>Require it: no recognition without</source>
        <translation>L’exiger&#xa0;: sans lui, pas de reconnaissance</translation>
    </message>
    <message>
        <source>Do not use it</source>
        <translation>Ne pas l’utiliser</translation>
    </message>
    <message>
        <source>Keep small pictures of faces: of people who are enrolled, and of visits</source>
        <translation>Garder de petites images des visages&#xa0;: personnes inscrites, visites</translation>
    </message>
    <message>
        <source>Note who was seen and when; strangers too, to group them by face</source>
        <translation>Noter qui a été vu et quand&#xa0;; les inconnus aussi, groupés par visage</translation>
    </message>
    <message>
        <source>Keep a short clip of each visit in front of a camera</source>
        <translation>Garder un court extrait de chaque visite devant une caméra</translation>
    </message>
    <message>
        <source>Days for which visits are kept</source>
        <translation>Jours pendant lesquels les visites sont gardées</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Comme le système</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Clair</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <source>Back to the defaults</source>
        <translation>Revenir aux valeurs par défaut</translation>
    </message>
    <message>
        <source>Of all that this page shows; can be taken back</source>
        <translation>De tout ce que montre cette page&#xa0;; peut être annulé</translation>
    </message>
    <message>
        <source>What is kept</source>
        <translation>Ce qui est gardé</translation>
    </message>
    <message>
        <source>Without them nobody has a picture in the list, and a new model means enrolling again.</source>
        <translation>Sans elles, personne n’a d’image dans la liste, et un nouveau modèle oblige à tout réinscrire.</translation>
    </message>
    <message>
        <source>and forget it after</source>
        <translation>et l’oublier après</translation>
    </message>
    <message>
        <source>Older visits are deleted at once when you choose less, and do not come back.</source>
        <translation>Si vous choisissez moins, les visites plus anciennes sont supprimées aussitôt et ne reviennent pas.</translation>
    </message>
    <message>
        <source>The last 8 seconds: a face and what is around it, without sound. Other faces in it are blurred, and strangers too while they are to be. A clip goes with its visit, is encrypted as the faces are, and is forgotten with everybody who was there.</source>
        <translation>Les 8 dernières secondes : un visage et ce qui l’entoure, sans le son. Les autres visages y sont floutés, les inconnus aussi tant qu’ils doivent l’être. Un extrait part avec sa visite, est chiffré comme les visages, et est oublié avec tous ceux qui étaient là.</translation>
    </message>
    <message>
        <source>All clips together have at most</source>
        <translation>Tous les extraits ensemble ont au plus</translation>
    </message>
    <message>
        <source>All of it stays on this computer, in {folder}</source>
        <translation>Tout reste sur cet ordinateur, dans {folder}</translation>
    </message>
    <message>
        <source>Whom to name</source>
        <translation>Qui nommer</translation>
    </message>
    <message>
        <source>Names are given to</source>
        <translation>Les noms sont donnés à</translation>
    </message>
    <message>
        <source>Everybody else is unknown. Groups are made among the people.</source>
        <translation>Tous les autres sont inconnus. Les groupes se font parmi les personnes.</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Its shape</source>
        <translation>Son format</translation>
    </message>
    <message>
        <source>Graphics processor (GPU)</source>
        <translation>Processeur graphique (GPU)</translation>
    </message>
    <message>
        <source>Recognition</source>
        <translation>Reconnaissance</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Apparence</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Couleurs</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Settings are at their defaults, but for what you agreed may be kept. {key} takes it back.</source>
        <translation>Les réglages ont repris leurs valeurs par défaut, sauf pour ce que vous avez permis de garder. {key} l’annule.</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Tout le monde</translation>
    </message>
    <message>
        <source>{number} MB</source>
        <translation>{number} Mo</translation>
    </message>
    <message>
        <source>Runs on the {processor} now: {remark}.</source>
        <translation>Tourne en ce moment sur le {processor}&#xa0;: {remark}.</translation>
    </message>
    <message>
        <source>Runs on the {processor} now.</source>
        <translation>Tourne en ce moment sur le {processor}.</translation>
    </message>
</context>
<context>
    <name>Shape</name>
    <message>
        <source>For pictures that look squeezed: old film discs, some video recorders</source>
        <translation>Pour des images qui paraissent écrasées&#xa0;: vieux disques de films, certains enregistreurs vidéo</translation>
    </message>
    <message>
        <source>As the source says</source>
        <translation>Comme la source le dit</translation>
    </message>
</context>
<context>
    <name>Share</name>
    <message>
        <source>{number}%</source>
        <translation>{number}&#xa0;%</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>all</source>
        <translation>tous</translation>
    </message>
    <message>
        <source>nearly all</source>
        <translation>presque tous</translation>
    </message>
    <message>
        <source>{number} in 10</source>
        <translation>{number} sur 10</translation>
    </message>
    <message>
        <source>1 in {number}</source>
        <translation>1 sur {number}</translation>
    </message>
    <message>
        <source>about {share}</source>
        <translation>environ {share}</translation>
    </message>
    <message>
        <source>How alike two faces must be depends on how many are compared: the more there are, the more alike, for each is one more chance of a mistake.</source>
        <translation>La ressemblance demandée dépend du nombre de visages comparés : plus il y en a, plus elle est grande, car chacun est une occasion de plus de se tromper.</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Live</source>
        <translation>Direct</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personnes</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>Unknowns</source>
        <translation>Inconnus</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Comparer</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Règles</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
</context>
<context>
    <name>Snapshot</name>
    <message>
        <source>There is no picture to save.</source>
        <translation>Il n’y a pas d’image à enregistrer.</translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation>{path} enregistré</translation>
    </message>
    <message>
        <source>{folder} cannot be made: {why}</source>
        <translation>{folder} ne peut pas être créé&#xa0;: {why}</translation>
    </message>
    <message>
        <source>Mend its rights</source>
        <translation>Corrigez ses droits</translation>
    </message>
    <message>
        <source>{path} cannot be written</source>
        <translation>{path} ne peut pas être écrit</translation>
    </message>
    <message>
        <source>Free some space or mend the folder&apos;s rights</source>
        <translation>Libérez de la place ou corrigez les droits du dossier</translation>
    </message>
</context>
<context>
    <name>SourceButton</name>
    <message>
        <source>Source of the picture</source>
        <translation>Source de l’image</translation>
    </message>
    <message>
        <source>Where the picture comes from: a camera, a file, an address or the demo clip</source>
        <translation>D’où vient l’image&#xa0;: une caméra, un fichier, une adresse ou le clip de démonstration</translation>
    </message>
    <message>
        <source>Choose a source</source>
        <translation>Choisir une source</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>Demo clip</source>
        <translation>Clip de démonstration</translation>
    </message>
    <message>
        <source>Looking for cameras...</source>
        <translation>Recherche de caméras...</translation>
    </message>
    <message>
        <source>No camera is plugged in</source>
        <translation>Aucune caméra n’est branchée</translation>
    </message>
    <message>
        <source>Video or image...</source>
        <translation>Vidéo ou image...</translation>
    </message>
    <message>
        <source>Folder of pictures...</source>
        <translation>Dossier d’images...</translation>
    </message>
    <message>
        <source>Stream by its address...</source>
        <translation>Flux par son adresse...</translation>
    </message>
    <message>
        <source>Videos and images ({endings});;All files (*)</source>
        <translation>Vidéos et images ({endings});;Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Open a video or image</source>
        <translation>Ouvrir une vidéo ou une image</translation>
    </message>
    <message>
        <source>Open a folder of pictures</source>
        <translation>Ouvrir un dossier d’images</translation>
    </message>
    <message>
        <source>Its address ({schemes}).
A password in it is kept in the settings, a file that only you can read:</source>
        <translation>Son adresse ({schemes}).
Un mot de passe qu’elle contient est gardé dans les réglages, un fichier que vous seul pouvez lire&#xa0;:</translation>
    </message>
    <message>
        <source>Open a stream</source>
        <translation>Ouvrir un flux</translation>
    </message>
</context>
<context>
    <name>Split</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Name of the other person</source>
        <translation>Nom de l’autre personne</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Déplacer</translation>
    </message>
    <message numerus="yes">
        <source>Who is it? These %Ln sample(s) go to that person.</source>
        <translation>
            <numerusform>Qui est-ce&#xa0;? Cet échantillon passe à cette personne.</numerusform>
            <numerusform>Qui est-ce&#xa0;? Ces&#xa0;%Ln échantillons passent à cette personne.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>The source, and what its device really gives</source>
        <translation>La source, et ce que son appareil donne vraiment</translation>
    </message>
    <message>
        <source>Pictures that arrive a second, and those that were damaged</source>
        <translation>Images qui arrivent par seconde, et celles qui étaient endommagées</translation>
    </message>
    <message>
        <source>From the moment a picture was taken until facecam has said who is in it: until now</source>
        <translation>Du moment où une image a été prise jusqu’à ce que facecam ait dit qui s’y trouve&#xa0;: jusqu’à maintenant</translation>
    </message>
    <message>
        <source>What runs the models, and milliseconds of it for one picture</source>
        <translation>Ce qui fait tourner les modèles, et ses millisecondes pour une image</translation>
    </message>
    <message>
        <source>Who can be recognised, and how often a stranger is taken for one of them</source>
        <translation>Qui peut être reconnu, et combien de fois un inconnu est pris pour l’un d’eux</translation>
    </message>
    <message>
        <source>The picture is being recorded; R on the live page ends it</source>
        <translation>L’image est filmée&#xa0;; R sur la page du direct y met fin</translation>
    </message>
    <message>
        <source>Everybody who is not known is blurred; B on the live page shows them.</source>
        <translation>Tous ceux qui ne sont pas connus sont floutés&#xa0;; B sur la page du direct les montre.</translation>
    </message>
    <message>
        <source>Default settings are used, and neither settings nor people nor visits are changed. Start facecam without --safe-mode to go on as usual.</source>
        <translation>Les réglages par défaut sont utilisés, et ni les réglages, ni les personnes, ni les visites ne sont modifiés. Démarrez facecam sans --safe-mode pour continuer comme d’habitude.</translation>
    </message>
    <message>
        <source>Safe mode</source>
        <translation>Mode sans échec</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>ouverture</translation>
    </message>
    <message>
        <source>trying again</source>
        <translation>nouvel essai</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>terminé</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>pas d’image</translation>
    </message>
    <message numerus="yes">
        <source>{source} and %Ln other(s)</source>
        <translation>
            <numerusform>{source} et&#xa0;%Ln autre</numerusform>
            <numerusform>{source} et&#xa0;%Ln autres</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{rate} fps, %Ln damaged</source>
        <translation>
            <numerusform>{rate} i/s,&#xa0;%Ln endommagée</numerusform>
            <numerusform>{rate} i/s,&#xa0;%Ln endommagées</numerusform>
        </translation>
    </message>
    <message>
        <source>held</source>
        <translation>à l’arrêt</translation>
    </message>
    <message>
        <source>result {seconds} s old</source>
        <translation>résultat vieux de {seconds} s</translation>
    </message>
    <message>
        <source>The processor does not keep up: close other programs</source>
        <translation>Le processeur ne suit pas&#xa0;: fermez d’autres programmes</translation>
    </message>
    <message>
        <source>result {ms} ms old</source>
        <translation>résultat vieux de {ms} ms</translation>
    </message>
    <message>
        <source>{processor} {ms} ms a frame</source>
        <translation>{processor} {ms} ms par image</translation>
    </message>
    <message>
        <source>Milliseconds a picture: {stages}</source>
        <translation>Millisecondes par image&#xa0;: {stages}</translation>
    </message>
    <message>
        <source>Not on a GPU: {remark}</source>
        <translation>Pas sur un GPU&#xa0;: {remark}</translation>
    </message>
    <message>
        <source>Strangers are blurred</source>
        <translation>Les inconnus sont floutés</translation>
    </message>
    <message>
        <source>Starting...</source>
        <translation>Démarrage...</translation>
    </message>
    <message>
        <source>Opening the models...</source>
        <translation>Ouverture des modèles...</translation>
    </message>
    <message>
        <source>No recognition</source>
        <translation>Pas de reconnaissance</translation>
    </message>
    <message>
        <source>No database</source>
        <translation>Pas de base de données</translation>
    </message>
    <message>
        <source>The people cannot be read</source>
        <translation>Les personnes ne peuvent pas être lues</translation>
    </message>
    <message>
        <source>Damaged samples</source>
        <translation>Échantillons endommagés</translation>
    </message>
    <message>
        <source>No room for clips</source>
        <translation>Pas de place pour les extraits</translation>
    </message>
    <message>
        <source>{people}, 1 stranger in {number} gets a name</source>
        <translation>{people}, 1 inconnu sur {number} reçoit un nom</translation>
    </message>
    <message>
        <source>{people} with {samples}. A name is given from a likeness of {threshold}, at which 1 stranger in {number} is named (FPIR {rate}).</source>
        <translation>{people} avec {samples}. Un nom est donné à partir d’une ressemblance de {threshold}, à laquelle 1 inconnu sur {number} est nommé (FPIR {rate}).</translation>
    </message>
    <message numerus="yes">
        <source>%Ln sample(s) were made by another model and cannot be compared: the Models page brings over those whose picture was kept.</source>
        <translation>
            <numerusform>%Ln échantillon a été fait par un autre modèle et ne peut pas être comparé&#xa0;: la page des modèles reprend ceux dont l’image a été conservée.</numerusform>
            <numerusform>%Ln échantillons ont été faits par un autre modèle et ne peuvent pas être comparés&#xa0;: la page des modèles reprend ceux dont l’image a été conservée.</numerusform>
        </translation>
    </message>
    <message>
        <source>Samples of another model</source>
        <translation>Échantillons d’un autre modèle</translation>
    </message>
    <message>
        <source>The GPU is there and not used: {remark}. Start with &quot;uv run --extra gpu main.py&quot;, or switch the GPU off in the settings.</source>
        <translation>Le GPU est là et n’est pas utilisé&#xa0;: {remark}. Démarrez avec &quot;uv run --extra gpu main.py&quot;, ou désactivez le GPU dans les réglages.</translation>
    </message>
</context>
<context>
    <name>StrangersCard</name>
    <message>
        <source>Drawing the curves...</source>
        <translation>Tracé des courbes...</translation>
    </message>
    <message>
        <source>One stranger in how many may get a name</source>
        <translation>Un inconnu sur combien peut recevoir un nom</translation>
    </message>
    <message>
        <source>Names come easily</source>
        <translation>Les noms viennent facilement</translation>
    </message>
    <message>
        <source>Strangers stay strangers</source>
        <translation>Les inconnus restent inconnus</translation>
    </message>
    <message>
        <source>About 1 stranger in {number} gets a name</source>
        <translation>Environ 1 inconnu sur {number} reçoit un nom</translation>
    </message>
    <message>
        <source>The numbers behind it are shown as soon as the models are open.</source>
        <translation>Les chiffres qui s’y rapportent sont montrés dès que les modèles sont ouverts.</translation>
    </message>
    <message numerus="yes">
        <source>About 1 stranger in {number} gets a name with %Ln people enrolled</source>
        <translation>
            <numerusform>Environ 1 inconnu sur {number} reçoit un nom avec&#xa0;%Ln personne inscrite</numerusform>
            <numerusform>Environ 1 inconnu sur {number} reçoit un nom avec&#xa0;%Ln personnes inscrites</numerusform>
        </translation>
    </message>
    <message>
        <source>A name is given from a likeness of {threshold}.</source>
        <translation>Un nom est donné à partir d’une ressemblance de {threshold}.</translation>
    </message>
    <message>
        <source>This lies beyond what was measured and is estimated.</source>
        <translation>C’est au-delà de ce qui a été mesuré, et estimé.</translation>
    </message>
    <message>
        <source>The stricter it is, the longer a known face stays unknown in poor light.</source>
        <translation>Plus c’est strict, plus un visage connu reste longtemps inconnu dans une mauvaise lumière.</translation>
    </message>
    <message>
        <source>False positive identification rate (FPIR) {rate}</source>
        <translation>Taux de fausses identifications positives (FPIR) {rate}</translation>
    </message>
    <message>
        <source>False negatives among your own samples (FNIR) {rate}</source>
        <translation>Faux négatifs parmi vos propres échantillons (FNIR) {rate}</translation>
    </message>
</context>
<context>
    <name>Suggested</name>
    <message>
        <source>Sharp faces of past visits that scored low and differ from all samples</source>
        <translation>Visages nets de visites passées, peu ressemblants et différents de tous les échantillons</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more could be {name}</source>
        <translation>
            <numerusform>%Ln visite peut-être de {name}</numerusform>
            <numerusform>%Ln visites peut-être de {name}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln look(s) would make good samples</source>
        <translation>
            <numerusform>%Ln vue ferait un bon échantillon</numerusform>
            <numerusform>%Ln vues feraient de bons échantillons</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Switching</name>
    <message>
        <source>Stopped: everything is as it was.</source>
        <translation>Arrêté&#xa0;: tout est comme avant.</translation>
    </message>
    <message>
        <source>The model {name} is used now.</source>
        <translation>Le modèle {name} est maintenant utilisé.</translation>
    </message>
</context>
<context>
    <name>TellSwitch</name>
    <message>
        <source>Tell me when seen</source>
        <translation>Me prévenir quand il est vu</translation>
    </message>
    <message>
        <source>A notification when this person comes, at most once in five minutes; Rules has more</source>
        <translation>Une notification quand cette personne vient, au plus toutes les cinq minutes&#xa0;; voir aussi Règles</translation>
    </message>
</context>
<context>
    <name>TextEdit</name>
    <message>
        <source>Kept when you go on, or with Ctrl+Enter; Esc brings back what was there</source>
        <translation>Gardé dès que vous continuez, ou avec Ctrl+Entrée&#xa0;; Échap ramène ce qui y était</translation>
    </message>
</context>
<context>
    <name>Thumb</name>
    <message>
        <source>{sample}. Remove it</source>
        <translation>{sample}. Le retirer</translation>
    </message>
    <message>
        <source>{sample}. Click to remove it</source>
        <translation>{sample}. Cliquez pour le retirer</translation>
    </message>
</context>
<context>
    <name>Thumbs</name>
    <message>
        <source>{pose}, quality {quality}</source>
        <translation>{pose}, qualité {quality}</translation>
    </message>
</context>
<context>
    <name>Tile</name>
    <message>
        <source>Leave {source}</source>
        <translation>Quitter {source}</translation>
    </message>
    <message>
        <source>Watch this source no more (Del)</source>
        <translation>Ne plus surveiller cette source (Suppr)</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>{number} fps</source>
        <translation>{number} i/s</translation>
    </message>
    <message>
        <source>Opening...</source>
        <translation>Ouverture...</translation>
    </message>
    <message>
        <source>The picture was lost, trying again...</source>
        <translation>L’image est perdue, nouvel essai...</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Pas d’image</translation>
    </message>
    <message>
        <source>Seen {times}</source>
        <translation>Vu {times}</translation>
    </message>
    <message>
        <source>Perhaps {name}</source>
        <translation>Peut-être {name}</translation>
    </message>
    <message>
        <source>last seen {ago}</source>
        <translation>vu {ago}</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>{day}: {visits}, {people} known, {strangers} of strangers</source>
        <translation>{day}&#xa0;: {visits}, {people} de connus, {strangers} d’inconnus</translation>
    </message>
    <message>
        <source>Samples, oldest first: {samples}; a name is given from {threshold}</source>
        <translation>Échantillons, du plus ancien au plus récent&#xa0;: {samples}&#xa0;; un nom est donné à partir de {threshold}</translation>
    </message>
    <message>
        <source>{seconds} s before</source>
        <translation>{seconds} s avant</translation>
    </message>
    <message>
        <source>when you asked</source>
        <translation>à votre question</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Close this message (Esc)</source>
        <translation>Fermer ce message (Échap)</translation>
    </message>
</context>
<context>
    <name>ToldTable</name>
    <message>
        <source>When</source>
        <translation>Quand</translation>
    </message>
    <message>
        <source>Told</source>
        <translation>Signalé</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Où</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>en attente</translation>
    </message>
    <message>
        <source>told</source>
        <translation>signalé</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>abandonné</translation>
    </message>
    <message>
        <source>dropped: too many waited</source>
        <translation>abandonné&#xa0;: trop attendaient</translation>
    </message>
</context>
<context>
    <name>Trial</name>
    <message>
        <source>{pictures} of {people}.</source>
        <translation>{pictures} de {people}.</translation>
    </message>
    <message>
        <source>Of {pairs} of one person {share} would not be told so.</source>
        <translation>Sur {pairs} d’une même personne, {share} ne seraient pas jugées ainsi.</translation>
    </message>
    <message>
        <source>Of {pairs} of two people {share} would pass for one.</source>
        <translation>Sur {pairs} de deux personnes, prises pour une seule&#xa0;: {share}.</translation>
    </message>
</context>
<context>
    <name>TrustedServers</name>
    <message>
        <source>The certificate of {server} is trusted</source>
        <translation>Le certificat de {server} a votre confiance</translation>
    </message>
    <message>
        <source>Trust it no more</source>
        <translation>Ne plus s’y fier</translation>
    </message>
</context>
<context>
    <name>UnknownPanel</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>Qui est-ce&#xa0;?</translation>
    </message>
    <message>
        <source>Enter goes on with the next one, the arrows choose another</source>
        <translation>Entrée passe au suivant, les flèches en choisissent un autre</translation>
    </message>
    <message>
        <source>Also past visits get the name. Name only people who agreed.</source>
        <translation>Les visites passées reçoivent aussi le nom. Ne nommez que des personnes qui sont d’accord.</translation>
    </message>
    <message>
        <source>Remember</source>
        <translation>Retenir</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>Quelqu’un d’autre</translation>
    </message>
    <message>
        <source>The chosen faces become a group of their own</source>
        <translation>Les visages choisis deviennent un groupe à part</translation>
    </message>
    <message>
        <source>Not a face</source>
        <translation>Pas un visage</translation>
    </message>
    <message>
        <source>Deletes these visits</source>
        <translation>Supprime ces visites</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Les deux</translation>
    </message>
    <message>
        <source>Choose this one too</source>
        <translation>Choisir aussi celui-ci</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Ignorer</translation>
    </message>
    <message>
        <source>They stay out of this list for as long as visits are kept</source>
        <translation>Ils restent hors de cette liste tant que les visites sont gardées</translation>
    </message>
    <message>
        <source>They never come back into this list, unless you show them again</source>
        <translation>Ils ne reviennent jamais dans cette liste, sauf si vous les montrez de nouveau</translation>
    </message>
    <message>
        <source>Ignore for ever</source>
        <translation>Ignorer pour toujours</translation>
    </message>
    <message>
        <source>Seen {times}</source>
        <translation>Vu {times}</translation>
    </message>
    <message>
        <source>{faces}, seen {times}</source>
        <translation>{faces}, vu {times}</translation>
    </message>
    <message>
        <source>Last {ago}: {places}</source>
        <translation>Dernière fois {ago}&#xa0;: {places}</translation>
    </message>
    <message>
        <source>Is it {name}?</source>
        <translation>Est-ce {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Yes, {name}</source>
        <translation>Oui, {name}</translation>
    </message>
    <message>
        <source>Another name</source>
        <translation>Autre nom</translation>
    </message>
    <message>
        <source>The same person? Seen {times}</source>
        <translation>La même personne&#xa0;? Vue {times}</translation>
    </message>
</context>
<context>
    <name>UnknownsModel</name>
    <message>
        <source>Somebody seen {times}, last seen {ago}</source>
        <translation>Quelqu’un vu {times}, la dernière fois {ago}</translation>
    </message>
</context>
<context>
    <name>UnknownsPage</name>
    <message>
        <source>Yes, {name}</source>
        <translation>Oui, {name}</translation>
    </message>
    <message>
        <source>Unknowns</source>
        <translation>Inconnus</translation>
    </message>
    <message>
        <source>Ignored...</source>
        <translation>Ignorés...</translation>
    </message>
    <message>
        <source>Who is ignored, and the way back</source>
        <translation>Qui est ignoré, et comment y revenir</translation>
    </message>
    <message>
        <source>Unknown faces</source>
        <translation>Visages inconnus</translation>
    </message>
    <message>
        <source>Enter names the chosen ones, Delete ignores them; Ctrl or Shift choose several</source>
        <translation>Entrée nomme ceux qui sont choisis, Suppr les ignore&#xa0;; Ctrl ou Maj en choisissent plusieurs</translation>
    </message>
    <message>
        <source>Comparing faces...</source>
        <translation>Comparaison des visages...</translation>
    </message>
    <message>
        <source>No stranger was seen</source>
        <translation>Aucun inconnu n’a été vu</translation>
    </message>
    <message>
        <source>Whoever passes and is not known is shown here, to be named or ignored.</source>
        <translation>Quiconque passe sans être connu est montré ici, pour être nommé ou ignoré.</translation>
    </message>
    <message>
        <source>Faces cannot be compared</source>
        <translation>Les visages ne peuvent pas être comparés</translation>
    </message>
    <message>
        <source>What is missing for that is said in the bar at the bottom.</source>
        <translation>Ce qui manque pour cela est dit dans la barre du bas.</translation>
    </message>
    <message>
        <source>Visits are not noted: the settings say so. Strangers are shown here once they are.</source>
        <translation>Les visites ne sont pas notées&#xa0;: les réglages le disent. Les inconnus seront montrés ici dès qu’elles le seront.</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>Qui est-ce&#xa0;?</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Ignorer</translation>
    </message>
    <message>
        <source>Ignore for ever</source>
        <translation>Ignorer pour toujours</translation>
    </message>
    <message>
        <source>Not a face</source>
        <translation>Pas un visage</translation>
    </message>
</context>
<context>
    <name>Unlock</name>
    <message>
        <source>The faces are encrypted</source>
        <translation>Les visages sont chiffrés</translation>
    </message>
    <message>
        <source>Give the passphrase, so that people are recognised.</source>
        <translation>Donnez la phrase secrète, pour que les personnes soient reconnues.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Phrase secrète</translation>
    </message>
    <message>
        <source>Go on without</source>
        <translation>Continuer sans</translation>
    </message>
    <message>
        <source>Nobody is recognised; the settings ask again (Esc)</source>
        <translation>Personne n’est reconnu&#xa0;; les réglages la redemandent (Échap)</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Déverrouiller</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>All pictures look the same way: one with the head turned would help.</source>
        <translation>Toutes les images regardent du même côté&#xa0;: une avec la tête tournée aiderait.</translation>
    </message>
    <message>
        <source>Many faces are like this one, so it must be more alike than others: more pictures would help.</source>
        <translation>Beaucoup de visages sont comme celui-ci, il doit donc être plus ressemblant que d’autres&#xa0;: plus d’images aideraient.</translation>
    </message>
    <message>
        <source>{name} is known from now on. Nobody else is enrolled yet.</source>
        <translation>{name} est désormais connu. Personne d’autre n’est encore inscrit.</translation>
    </message>
    <message>
        <source>{name} is told from everyone here with room to spare.</source>
        <translation>{name} se distingue largement de tous ceux d’ici.</translation>
    </message>
    <message>
        <source>{name} is told from everyone here. {other} comes nearest: two more samples would help.</source>
        <translation>{name} se distingue de tous ceux d’ici. {other} est le plus proche&#xa0;: deux échantillons de plus aideraient.</translation>
    </message>
    <message>
        <source>{name} looks much like {other}: the two may be taken for each other. More samples would help.</source>
        <translation>{name} ressemble beaucoup à {other}&#xa0;: l’un peut être pris pour l’autre. Plus d’échantillons aideraient.</translation>
    </message>
</context>
<context>
    <name>VerdictView</name>
    <message numerus="yes">
        <source>The dot shows how alike the %Ln samples are.</source>
        <translation>
            <numerusform>Le point montre à quel point l’échantillon se ressemble.</numerusform>
            <numerusform>Le point montre à quel point les&#xa0;%Ln échantillons se ressemblent.</numerusform>
        </translation>
    </message>
    <message>
        <source>The diamond is {name}, who comes nearest ({score}).</source>
        <translation>Le losange est {name}, qui est le plus proche ({score}).</translation>
    </message>
    <message numerus="yes">
        <source>The bars are all %Ln others.</source>
        <translation>
            <numerusform>La barre est la seule autre personne.</numerusform>
            <numerusform>Les barres sont les&#xa0;%Ln autres.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VerifyPage</name>
    <message>
        <source>First picture</source>
        <translation>Première image</translation>
    </message>
    <message>
        <source>Second picture</source>
        <translation>Deuxième image</translation>
    </message>
    <message>
        <source>Show what the likeness rests on</source>
        <translation>Montrer sur quoi repose la ressemblance</translation>
    </message>
    <message>
        <source>Amber where covering the face costs likeness (occlusion sensitivity)</source>
        <translation>Ambre là où couvrir le visage coûte de la ressemblance (sensibilité à l’occlusion)</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Two other pictures</source>
        <translation>Deux autres images</translation>
    </message>
    <message>
        <source>Is it a live face?</source>
        <translation>Est-ce un visage vivant&#xa0;?</translation>
    </message>
    <message>
        <source>Asks the face before the camera for two turns of the head, which a flat picture cannot do</source>
        <translation>Demande au visage devant la caméra deux mouvements de la tête, qu’une image plate ne peut pas faire</translation>
    </message>
    <message>
        <source>The models are not open yet. It goes on by itself.</source>
        <translation>Les modèles ne sont pas encore ouverts. La suite vient d’elle-même.</translation>
    </message>
    <message>
        <source>There is no picture in the clipboard: copy one first.</source>
        <translation>Il n’y a pas d’image dans le presse-papiers&#xa0;: copiez-en d’abord une.</translation>
    </message>
    <message>
        <source>Do two pictures show the same person? Nothing of them is kept.</source>
        <translation>Deux images montrent-elles la même personne&#xa0;? Rien n’en est gardé.</translation>
    </message>
    <message>
        <source>{name} could not be looked at.</source>
        <translation>{name} n’a pas pu être examinée.</translation>
    </message>
    <message>
        <source>Comparing...</source>
        <translation>Comparaison...</translation>
    </message>
    <message>
        <source>The same person</source>
        <translation>La même personne</translation>
    </message>
    <message>
        <source>Not the same person</source>
        <translation>Pas la même personne</translation>
    </message>
    <message>
        <source>The likeness is {score}; one person is taken from {threshold}.</source>
        <translation>La ressemblance est de {score}&#xa0;; on admet une seule personne à partir de {threshold}.</translation>
    </message>
    <message>
        <source>Of pairs of two different people fewer than {share} are as alike.</source>
        <translation>Parmi les paires de deux personnes différentes, moins de {share} se ressemblent autant.</translation>
    </message>
    <message>
        <source>Of pairs of two different people more than {share} are as alike.</source>
        <translation>Parmi les paires de deux personnes différentes, plus de {share} se ressemblent autant.</translation>
    </message>
    <message>
        <source>Of pairs of two different people about {share} are as alike.</source>
        <translation>Parmi les paires de deux personnes différentes, environ {share} se ressemblent autant.</translation>
    </message>
    <message>
        <source>Many faces are like these: {taken} was taken off.</source>
        <translation>Beaucoup de visages sont comme ceux-ci&#xa0;: {taken} a été déduit.</translation>
    </message>
    <message>
        <source>False match rate (FMR) at this score {rate}</source>
        <translation>Taux de fausses correspondances (FMR) à ce score {rate}</translation>
    </message>
    <message>
        <source>The other error: about {share} pairs of one person stay below {threshold}, as measured on LFW, a public set of press photographs.</source>
        <translation>L’autre erreur&#xa0;: environ {share} des paires d’une même personne restent sous {threshold}, d’après LFW, un ensemble public de photos de presse.</translation>
    </message>
    <message>
        <source>So a no says less than a yes.</source>
        <translation>Un non dit donc moins qu’un oui.</translation>
    </message>
    <message>
        <source>False non-match rate (FNMR) {rate}</source>
        <translation>Taux de fausses non-correspondances (FNMR) {rate}</translation>
    </message>
    <message>
        <source>the same from {threshold}</source>
        <translation>la même à partir de {threshold}</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>Ressemblance</translation>
    </message>
    <message>
        <source>Face of {name}</source>
        <translation>Visage de {name}</translation>
    </message>
    <message>
        <source>No part speaks for a likeness.</source>
        <translation>Aucune partie ne parle pour une ressemblance.</translation>
    </message>
    <message>
        <source>Rests most on {part}.</source>
        <translation>Repose surtout sur {part}.</translation>
    </message>
    <message>
        <source>What likeness there is rests most on {part}.</source>
        <translation>Le peu de ressemblance repose surtout sur {part}.</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Comparer</translation>
    </message>
</context>
<context>
    <name>Visit</name>
    <message>
        <source>Who was it?</source>
        <translation>Qui était-ce&#xa0;?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Show it large</source>
        <translation>Montrer en grand</translation>
    </message>
    <message>
        <source>Find this face</source>
        <translation>Trouver ce visage</translation>
    </message>
    <message>
        <source>Show in the film</source>
        <translation>Montrer dans le film</translation>
    </message>
    <message>
        <source>Not {name}</source>
        <translation>Pas {name}</translation>
    </message>
    <message>
        <source>Only {what}</source>
        <translation>Seulement {what}</translation>
    </message>
    <message>
        <source>Only this day</source>
        <translation>Seulement ce jour</translation>
    </message>
    <message>
        <source>Somebody removed</source>
        <translation>Quelqu’un de retiré</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Inconnu</translation>
    </message>
    <message>
        <source>Not seen well enough</source>
        <translation>Mal vus</translation>
    </message>
    <message>
        <source>{start} to {end}</source>
        <translation>de {start} à {end}</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Aujourd’hui</translation>
    </message>
    <message>
        <source>today</source>
        <translation>aujourd’hui</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>hier</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Welcome to facecam</source>
        <translation>Bienvenue dans facecam</translation>
    </message>
    <message>
        <source>It names the people you showed it</source>
        <translation>Il nomme les personnes que vous lui avez montrées</translation>
    </message>
    <message>
        <source>and says unknown to everyone else. Show a face once: Enrol a person.</source>
        <translation>et dit «&#xa0;inconnu&#xa0;» pour toutes les autres. Montrez un visage une fois&#xa0;: Inscrire une personne.</translation>
    </message>
    <message>
        <source>Everything stays on this computer</source>
        <translation>Tout reste sur cet ordinateur</translation>
    </message>
    <message>
        <source>Faces are kept as numbers; pictures only where you say so.</source>
        <translation>Les visages sont gardés sous forme de nombres&#xa0;; les images seulement là où vous le dites.</translation>
    </message>
    <message>
        <source>It is no lock</source>
        <translation>Ce n’est pas une serrure</translation>
    </message>
    <message>
        <source>A photo held before the camera passes as the person. Do not guard anything with it.</source>
        <translation>Une photo tenue devant la caméra passe pour la personne. N’en protégez rien.</translation>
    </message>
    <message>
        <source>Note who was seen and when; strangers too, to group them by face</source>
        <translation>Noter qui a été vu et quand&#xa0;; les inconnus aussi, groupés par visage</translation>
    </message>
    <message>
        <source>Keep small pictures of faces: of people who are enrolled, and of visits</source>
        <translation>Garder de petites images des visages&#xa0;: personnes inscrites, visites</translation>
    </message>
    <message>
        <source>What may be kept?</source>
        <translation>Que peut-on garder&#xa0;?</translation>
    </message>
    <message numerus="yes">
        <source>Visits are deleted after %Ln day(s). The settings change this.</source>
        <translation>
            <numerusform>Les visites sont supprimées après&#xa0;%Ln jour. Les réglages le changent.</numerusform>
            <numerusform>Les visites sont supprimées après&#xa0;%Ln jours. Les réglages le changent.</numerusform>
        </translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Commencer</translation>
    </message>
    <message>
        <source>Where does the picture come from?</source>
        <translation>D’où vient l’image&#xa0;?</translation>
    </message>
    <message>
        <source>Looking for cameras...</source>
        <translation>Recherche de caméras...</translation>
    </message>
    <message>
        <source>No camera is plugged in; one is noticed at once.</source>
        <translation>Aucune caméra n’est branchée&#xa0;; elle sera remarquée aussitôt.</translation>
    </message>
    <message>
        <source>Demo clip</source>
        <translation>Clip de démonstration</translation>
    </message>
    <message>
        <source>Video or image...</source>
        <translation>Vidéo ou image...</translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>Show what the likeness rests on</source>
        <translation>Montrer sur quoi repose la ressemblance</translation>
    </message>
    <message>
        <source>Amber where covering the face costs likeness (occlusion sensitivity)</source>
        <translation>Ambre là où couvrir le visage coûte de la ressemblance (sensibilité à l’occlusion)</translation>
    </message>
    <message>
        <source>How it was decided</source>
        <translation>Comment cela s’est décidé</translation>
    </message>
    <message>
        <source>Dots: each look alone. Line: all looks together. Dashed: needed.</source>
        <translation>Points&#xa0;: chaque vue seule. Ligne&#xa0;: toutes les vues ensemble. Tirets&#xa0;: ce qu’il faut.</translation>
    </message>
    <message>
        <source>Why this name?</source>
        <translation>Pourquoi ce nom&#xa0;?</translation>
    </message>
    <message>
        <source>Why no name?</source>
        <translation>Pourquoi pas de nom&#xa0;?</translation>
    </message>
    <message>
        <source>Why no name yet?</source>
        <translation>Pourquoi pas encore de nom&#xa0;?</translation>
    </message>
    <message>
        <source>The models are not ready.</source>
        <translation>Les modèles ne sont pas prêts.</translation>
    </message>
    <message>
        <source>Looking closely...</source>
        <translation>Examen approfondi...</translation>
    </message>
    <message>
        <source>There is no clear picture of this face yet: ask again in a moment.</source>
        <translation>Il n’y a pas encore d’image nette de ce visage&#xa0;: redemandez dans un instant.</translation>
    </message>
    <message>
        <source>The face now</source>
        <translation>Le visage maintenant</translation>
    </message>
    <message>
        <source>Now: the best of {looks}</source>
        <translation>Maintenant&#xa0;: la meilleure de {looks}</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Maintenant</translation>
    </message>
    <message>
        <source>The nearest sample of {name}</source>
        <translation>L’échantillon le plus proche de {name}</translation>
    </message>
    <message>
        <source>Its picture was not kept</source>
        <translation>Son image n’a pas été conservée</translation>
    </message>
    <message>
        <source>Its picture is damaged</source>
        <translation>Son image est endommagée</translation>
    </message>
    <message>
        <source>{name}&apos;s nearest sample: {score}</source>
        <translation>Échantillon le plus proche de {name}&#xa0;: {score}</translation>
    </message>
    <message>
        <source>{name}&apos;s nearest sample: {score} (then {more})</source>
        <translation>Échantillon le plus proche de {name}&#xa0;: {score} (puis {more})</translation>
    </message>
    <message>
        <source>It rests most on {part}.</source>
        <translation>Cela repose surtout sur {part}.</translation>
    </message>
    <message>
        <source>It rests on no part of the face.</source>
        <translation>Cela ne repose sur aucune partie du visage.</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>Ressemblance</translation>
    </message>
    <message>
        <source>The line is at {threshold}: {share} strangers would reach it, with {people} enrolled.</source>
        <translation>La ligne est à {threshold}&#xa0;: {share} inconnus l’atteindraient, avec {people} inscrites.</translation>
    </message>
    <message>
        <source>This is estimated: it lies beyond what was measured.</source>
        <translation>C’est une estimation&#xa0;: au-delà de ce qui a été mesuré.</translation>
    </message>
    <message>
        <source>Many faces are like this one, and like {name}: {taken} is taken off their likeness.</source>
        <translation>Beaucoup de visages ressemblent à celui-ci, et à {name}&#xa0;: {taken} est retiré de leur ressemblance.</translation>
    </message>
    <message>
        <source>Many faces are like this one: {taken} is taken off its likeness to anybody.</source>
        <translation>Beaucoup de visages sont comme celui-ci&#xa0;: {taken} est déduit de sa ressemblance avec quiconque.</translation>
    </message>
    <message>
        <source>False positive identification rate (FPIR) {rate}</source>
        <translation>Taux de fausses identifications positives (FPIR) {rate}</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Netteté</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Clair</translation>
    </message>
    <message>
        <source>Facing you</source>
        <translation>Tourné vers vous</translation>
    </message>
    <message>
        <source>Upright face</source>
        <translation>Visage droit</translation>
    </message>
    <message>
        <source>Whole in view</source>
        <translation>Entier dans l’image</translation>
    </message>
    <message>
        <source>Quality of this picture</source>
        <translation>Qualité de cette image</translation>
    </message>
    <message>
        <source>Together {quality}: so much this picture counted in the vote.</source>
        <translation>Ensemble {quality}&#xa0;: c’est ainsi que cette image a compté dans le vote.</translation>
    </message>
    <message>
        <source>Nobody is enrolled, so there is nobody to compare with.</source>
        <translation>Personne n’est inscrit, il n’y a donc personne à qui comparer.</translation>
    </message>
    <message>
        <source>Nobody but {name} is enrolled.</source>
        <translation>Personne d’autre que {name} n’est inscrit.</translation>
    </message>
    <message>
        <source>{name} is {margin} before {other}.</source>
        <translation>{name} devance {other} de {margin}.</translation>
    </message>
    <message>
        <source>You said that a face like this is not {name}: it is like that one by {against}.</source>
        <translation>Vous avez dit qu’un visage comme celui-ci n’est pas {name}&#xa0;: il lui ressemble à {against}.</translation>
    </message>
    <message>
        <source>You said that a face like this is not {name} ({against}), but {name}&apos;s own samples say more.</source>
        <translation>Vous avez dit qu’un visage comme celui-ci n’est pas {name} ({against}), mais les propres échantillons de {name} pèsent davantage.</translation>
    </message>
    <message>
        <source>Who else?</source>
        <translation>Qui d’autre&#xa0;?</translation>
    </message>
    <message>
        <source>This picture</source>
        <translation>Cette image</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Redemander</translation>
    </message>
    <message>
        <source>With what was seen since</source>
        <translation>Avec ce qui a été vu depuis</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>{film} is not there any more, or was moved: open it from where it is now.</source>
        <translation>{film} n’est plus là ou a été déplacé : ouvrez-le là où il se trouve maintenant.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln people whose consent has run out or is missing were removed.</source>
        <translation>
            <numerusform>%Ln personne dont le consentement a expiré ou manque a été retirée.</numerusform>
            <numerusform>%Ln personnes dont le consentement a expiré ou manque ont été retirées.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message numerus="yes">
        <source>%Ln past visit(s) would be decided otherwise now.</source>
        <translation>
            <numerusform>%Ln visite passée serait décidée autrement maintenant.</numerusform>
            <numerusform>%Ln visites passées seraient décidées autrement maintenant.</numerusform>
        </translation>
    </message>
    <message>
        <source>Look at them...</source>
        <translation>Les voir...</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Montrer le dossier</translation>
    </message>
    <message>
        <source>Recording {time}</source>
        <translation>Film {time}</translation>
    </message>
    <message>
        <source>&amp;Source</source>
        <translation>&amp;Source</translation>
    </message>
    <message>
        <source>Open a file...</source>
        <translation>Ouvrir un fichier...</translation>
    </message>
    <message>
        <source>Open a folder of pictures...</source>
        <translation>Ouvrir un dossier d’images...</translation>
    </message>
    <message>
        <source>Open an address...</source>
        <translation>Ouvrir une adresse...</translation>
    </message>
    <message>
        <source>Cameras and demo</source>
        <translation>Caméras et démonstration</translation>
    </message>
    <message>
        <source>Blur faces in a file...</source>
        <translation>Flouter les visages d’un fichier...</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>É&amp;dition</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rétablir</translation>
    </message>
    <message>
        <source>Enrol a person...</source>
        <translation>Inscrire une personne...</translation>
    </message>
    <message>
        <source>Enrol from files...</source>
        <translation>Inscrire à partir de fichiers...</translation>
    </message>
    <message>
        <source>Consents...</source>
        <translation>Consentements...</translation>
    </message>
    <message>
        <source>Past visits after a correction...</source>
        <translation>Visites passées après une correction...</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Affichage</translation>
    </message>
    <message>
        <source>Fill the screen</source>
        <translation>Remplir l’écran</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>Panneau</translation>
    </message>
    <message>
        <source>Why this name?</source>
        <translation>Pourquoi ce nom&#xa0;?</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>Enregistrer l’image</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>Aid&amp;e</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message>
        <source>Welcome page</source>
        <translation>Page d’accueil</translation>
    </message>
    <message>
        <source>About facecam</source>
        <translation>À propos de facecam</translation>
    </message>
    <message>
        <source>{key} goes back.</source>
        <translation>{key} pour revenir.</translation>
    </message>
</context>
<context>
    <name>_Tile</name>
    <message>
        <source>other model</source>
        <translation>autre modèle</translation>
    </message>
</context>
</TS>
