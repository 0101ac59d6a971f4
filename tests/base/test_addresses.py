"""What may be seen of an address, and what is said of one that cannot be."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from facecam.base.addresses import Address, is_address, parse, public
from facecam.base.errors import InputError
from facecam.base.secret import Secret

HOSTILE = st.text(st.sampled_from("#/?@:[]%&;=.!$'(),~ \\\t\"<>{}^|ａ／：＠é日🙂secret0123456789ABC"), max_size=12)
"""What stands around the secret in a password."""
SECRET = "hUnTer2hUnTer2XX"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("rtsp://anna:s3cret@camera.local:554/main?token=t0ken#x", "rtsp://camera.local:554/main"),
        ("RTSP://Anna:s3cret@Camera.local/Main", "rtsp://Camera.local/Main"),
        ("rtsp://u:p@[fe80::1%25eth0]:554/live", "rtsp://[fe80::1%25eth0]:554/live"),
        ("rtsp://u:p#1@cam/live", "rtsp://cam/live"),
        ("rtsp://u:p/1@cam/live", "rtsp://cam/live"),
        ("rtsp://u:p?1@cam/live", "rtsp://cam/live"),
        ("rtsp://u:p@1@cam/live", "rtsp://cam/live"),
        ("rtsp://u:p[1@cam/live", "rtsp://cam/live"),
        ("rtsp://cam:554/user=admin_password=tlJwpbo6_channel=1_stream=0.sdp?real_stream", "rtsp://cam:554/..."),
        ("rtsp://cam/live;pwd=abc/main", "rtsp://cam/..."),
        ("rtsp://cam:7441/pDvWq1ipLt3AxVsw", "rtsp://cam:7441/..."),
        ("http://cam/Streaming/Channels/101", "http://cam/Streaming/Channels/101"),
        ("http://cam/axis-cgi/mjpg/video.cgi?user=a&pwd=b", "http://cam/axis-cgi/mjpg/video.cgi"),
        ("rtsp:/u:p@cam/live", "rtsp://cam/live"),
        ("u:p@cam/live", "cam/live"),
        ("rtsp://admin:s3cret/live", "rtsp://admin/live"),
        ("rtsp://u:12#34@cam/live", "rtsp://..."),
        ("rtsp://u:p@1/2@cam/live", "rtsp://..."),
        ("rtsp//u:p@cam/live", "..."),
        ("ｒｔｓｐ：／／u:p@cam/live", "rtsp://cam/live"),
        ("postgresql+psycopg://u:p@db/people?password=x", "postgresql+psycopg://db/people"),
    ],
)
def test_secrets_are_cut_out(address: str, shown: str) -> None:
    assert public(address) == shown


@pytest.mark.parametrize(
    "text", ["demo", "0", "film.mp4", r"C:\films\a.mp4", "C:/films/a@b.mp4", "me@home.jpg", ""]
)
def test_what_is_no_address_is_shown_as_it_is(text: str) -> None:
    assert not is_address(text) and public(text) == text


@given(HOSTILE, HOSTILE, st.sampled_from(["rtsp", "HTTP", "https", "postgresql", "ｒｔｓｐ"]))
@example("#", "/", "rtsp")
@example("", "@[", "rtsp")
def test_no_password_is_ever_shown(before: str, after: str, scheme: str) -> None:
    secret = before + SECRET + after
    for text in (
        f"{scheme}://anna:{secret}@camera.local:554/live",
        f"{scheme}://{secret}:x@camera.local/live",
        f"{scheme}:/anna:{secret}@camera.local",
        f"anna:{secret}@camera.local/live",
        f"{scheme}://camera.local/live?token={secret}",
        f"{scheme}://camera.local/live?user=a@b&password={secret}",
        f"{scheme}://camera.local/user=anna_password={secret}_channel=1",
        f"{scheme}://camera.local/live;pwd={secret}/main",
    ):
        assert SECRET not in public(text)
        try:
            address = parse(text)
        except InputError as error:
            assert SECRET not in str(error) and error.remedy
        else:
            assert SECRET not in f"{address} {address!r}"
            assert SECRET in address.url.reveal()


@given(st.text(max_size=40))
@example("rtsp://[::1/x")
@example("rtsp://％/x")
@example("http://")
@example("rtsp://a:99999999/x")
def test_nothing_that_can_be_typed_is_a_defect(text: str) -> None:
    for typed in (text, f"rtsp://{text}", f"rtsp://u:{text}@cam/x", f"rtsp://[{text}/x"):
        public(typed)
        try:
            parse(typed)
        except InputError as error:
            assert error.what and error.remedy


@pytest.mark.parametrize("letter", ["#", "/", "?"])
def test_a_password_that_ends_the_address_is_told_how_to_write_it(letter: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(f"rtsp://anna:pa{letter}ss@camera.local/live")
    for code in ("%23", "%2F", "%3F"):
        assert code in caught.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "rtsp://[::1/x",
        "rtsp://[",
        "rtsp:///x",
        "rtsp://ｃａｍ/x",
        "rtsp://cam:0/x",
        "rtsp:/cam/x",
        "ｒｔｓｐ://cam/x",
    ],
)
def test_an_address_that_no_server_can_have_is_a_sentence(text: str) -> None:
    with pytest.raises(InputError):
        parse(text)


def test_an_address_is_read() -> None:
    assert parse(" RTSPS://a:b%23@[::1]:322/Live?x=1 ") == Address(
        Secret("rtsps://a:b%23@[::1]:322/Live?x=1"), "rtsps://[::1]:322/Live", "rtsps", "::1", 322
    )
    assert parse("http://cam/photos/@48.1").host == "cam"
