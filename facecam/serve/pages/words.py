"""What the pages say. One table, so that it is translated with everything else that the core says.

Scripts know a sentence by its key and fill its places, so every place holds itself here; where a number decides,
there is a key for one and one for many.
"""

from __future__ import annotations

from collections.abc import Mapping

from facecam.base.messages import Message

WORDS: Mapping[str, Message] = {
    # The frame
    "identify": Message("Identify"),
    "register": Message("Register"),
    "verify": Message("Verify"),
    "people": Message("People"),
    "history": Message("History"),
    "unknowns": Message("Unknowns"),
    "rules": Message("Rules"),
    "compare": Message("Compare models"),
    "leave": Message("End the session"),
    "key_wanted": Message("A key opens this page"),
    "key_where": Message("facecam serve printed an address with one. Another one is made by facecam keys add."),
    "key": Message("Key"),
    "open": Message("Open"),
    "no_answer": Message("The server does not answer. Is facecam serve still running?"),
    "undo": Message("Undo"),
    "undone": Message("Taken back"),
    "more": Message("Show more"),
    "request": Message("Request {id}", id="{id}"),
    # Pictures
    "drop": Message("Drop pictures here, paste one, or choose"),
    "choose": Message("Choose pictures"),
    "camera": Message("Use the camera"),
    "take": Message("Take the picture"),
    "camera_off": Message("Camera off"),
    "camera_none": Message("No camera: {reason}", reason="{reason}"),
    "camera_insecure": Message(
        "Browsers give the camera only to pages on this machine or over https. Choose a picture instead."
    ),
    "working": Message("Looking..."),
    "picture_of": Message("The picture with the faces that were found"),
    # Identify
    "no_face": Message("No face was found."),
    "one_face": Message("One face"),
    "faces": Message("{n} faces", n="{n}"),
    "unknown": Message("unknown"),
    "nobody": Message("Nobody is enrolled yet. Register somebody first."),
    "threshold": Message("Names are given from a score of {threshold}", threshold="{threshold}"),
    "strangers": Message("One stranger in {n} would be given a name", n="{n}"),
    "missed": Message("of true pairs {share} would be missed", share="{share}"),
    "measured": Message("Where it stands: the promise of the settings"),
    "reset": Message("Back to the promise"),
    "score": Message("Score {score}", score="{score}"),
    "margin": Message("{margin} ahead of the next", margin="{margin}"),
    "likeliest": Message("Likeliest people"),
    # Register
    "name": Message("Name"),
    "consent": Message("They know that they are registered, and agree"),
    "add": Message("Register"),
    "added": Message("{name} was registered with {n} pictures", name="{name}", n="{n}"),
    "added_one": Message("{name} was registered with one picture", name="{name}"),
    "looks_like": Message("Looks like {name}, who is registered already. Is it the same person?", name="{name}"),
    "refused": Message("Not taken"),
    "chosen": Message("{n} pictures", n="{n}"),
    "chosen_one": Message("One picture"),
    "clear": Message("Start again"),
    # Verify
    "first": Message("First picture"),
    "second": Message("Second picture"),
    "or_person": Message("or a person"),
    "two_pictures": Message("Two pictures"),
    "same": Message("The same person"),
    "different": Message("Not the same person"),
    "undecided": Message("It cannot be said"),
    "taken_from": Message("one person is taken from {threshold}", threshold="{threshold}"),
    "as_high": Message("Of pairs of two different people one in {n} scores as high", n="{n}"),
    # People
    "search": Message("Search"),
    "nobody_yet": Message("Nobody is enrolled yet."),
    "nobody_found": Message("Nobody of that name."),
    "samples": Message("{n} samples", n="{n}"),
    "sample_one": Message("One sample"),
    "last_seen": Message("last seen {when}", when="{when}"),
    "never_seen": Message("not seen yet"),
    "rename": Message("Rename"),
    "remove": Message("Remove"),
    "forget": Message("Forget for good"),
    "forget_sure": Message(
        "Everything that is kept of {name} is deleted, and so are the backups. It cannot be undone.", name="{name}"
    ),
    "cancel": Message("Cancel"),
    "remove_sample": Message("Remove this sample"),
    "back": Message("Back"),
    "their_visits": Message("Their visits"),
    # History
    "nothing_seen": Message("Nobody was seen."),
    "all": Message("Everybody"),
    "only_unknown": Message("Only unknown"),
    "day": Message("Day"),
    "export": Message("Export as CSV"),
    "live": Message("Live"),
    "not_live": Message("New visits are not shown by themselves"),
    "event": Message("{name} at {source}", name="{name}", source="{source}"),
    "seconds": Message("{n} s", n="{n}"),
    "minutes": Message("{n} min", n="{n}"),
    # Unknowns
    "no_unknowns": Message("No strangers were seen."),
    "seen_times": Message("seen {n} times, last {when}", n="{n}", when="{when}"),
    "seen_once": Message("seen once, {when}", when="{when}"),
    "perhaps": Message("perhaps {name}", name="{name}"),
    "who": Message("Who is it?"),
    "ignore": Message("Ignore"),
    # Rules
    "rules_what": Message("Who is told of what happens: a web hook, or an MQTT broker for Home Assistant."),
    "no_rules": Message("There are no rules yet."),
    "target": Message("Address of the web hook or broker"),
    "told_of": Message("Told of"),
    "of_everybody": Message("everybody who comes"),
    "of_known": Message("people who are known"),
    "of_strangers": Message("strangers"),
    "stays": Message("Only strangers who stay for so many seconds"),
    "only_person": Message("Only this person"),
    "anybody": Message("anybody"),
    "once_a_day": Message("Of each person once a day"),
    "quiet": Message("Quiet hours, like 22:00-07:00"),
    "daily": Message("Instead a summary every day at"),
    "with_picture": Message("With the picture of the face"),
    "add_rule": Message("Add the rule"),
    "try": Message("Try it"),
    "arrived": Message("It arrived."),
    "secret": Message("What it sends is signed with {secret}, which is not shown again.", secret="{secret}"),
    "waiting": Message("{n} waiting", n="{n}"),
    "lost": Message("{n} could not be delivered", n="{n}"),
    # Compare
    "compare_what": Message(
        "Two or more pictures of faces: every model says which of them show one person, side by side."
    ),
    "in_use": Message("in use"),
    "lfw": Message("Accuracy on LFW"),
    "pairs_same": Message("{n} of {all} pairs are one person", n="{n}", all="{all}"),
    "histogram": Message("Scores of all pairs; the line is the threshold"),
}
