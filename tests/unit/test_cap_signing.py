"""Signatures of alerts: what holds is exactly what is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from certificates import Identity, identity
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from lxml import etree
from signxml.signer import XMLSigner

from xiangyue.errors import BadInput
from xiangyue.exchange.cap import model
from xiangyue.exchange.cap.checking import check
from xiangyue.exchange.cap.reading import read_alert
from xiangyue.exchange.cap.signing import read_certificates, sign_alert, verify_alert

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
INFO = model.Info("暴雨", ("Met",), "Expected", "Severe", "Likely", language="zh-CN", expires=NOW)
ALERT = model.Alert(
    "33-1", "12379@zj.gov.cn", NOW - timedelta(hours=4), "Actual", "Alert", infos=(INFO,)
)
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"


@pytest.fixture(scope="module")
def office() -> Identity:
    """Return who may send alerts."""
    return identity("office", ec.generate_private_key(ec.SECP256R1()), 2027)


@pytest.fixture(scope="module")
def stranger() -> Identity:
    """Return somebody else, with a key of another kind."""
    return identity("stranger", rsa.generate_private_key(65537, 2048))


@pytest.fixture
def trusted(office: Identity, tmp_path: Path) -> tuple[x509.Certificate, ...]:
    """Return the certificates that are trusted."""
    file = tmp_path / "office.pem"
    file.write_bytes(office.certificate)
    return read_certificates([file])


def test_a_signed_alert_is_read_and_its_signer_named(
    office: Identity, trusted: tuple[x509.Certificate, ...]
) -> None:
    """A signature changes nothing of what is said, and leads to who made it."""
    signed = sign_alert(ALERT, *office)
    assert verify_alert(signed, trusted, now=NOW) == (ALERT, "CN=office")
    assert check(read_alert(signed)) == ()


def test_a_signature_holds_in_any_clothing(
    stranger: Identity, office: Identity, trusted: tuple[x509.Certificate, ...]
) -> None:
    """Another encoding and a second signature of somebody unknown do not break the first."""
    signed = sign_alert(ALERT, *office)
    chinese = signed.decode().replace("UTF-8", "GB18030").encode("gb18030")
    assert verify_alert(chinese, trusted, now=NOW).signer == "CN=office"
    other = etree.fromstring(sign_alert(ALERT, *stranger))[-1]
    both = etree.fromstring(signed)
    both.append(other)
    assert verify_alert(etree.tostring(both), trusted, now=NOW).signer == "CN=office"
    both.insert(len(both) - 2, both[-1])
    assert verify_alert(etree.tostring(both), trusted, now=NOW).signer == "CN=office"


def unsigned(root: etree._Element) -> None:
    """Take the signature away."""
    root.remove(root[-1])


def changed(root: etree._Element) -> None:
    """Make the warning worse."""
    for node in root.iter(f"{CAP}severity"):
        node.text = "Extreme"


def added(root: etree._Element) -> None:
    """Slip in an area."""
    info = root[-2]
    etree.SubElement(etree.SubElement(info, f"{CAP}area"), f"{CAP}areaDesc").text = "杭州市"


def wrapped(root: etree._Element) -> None:
    """Put the signed alert into another one, and let the signature point at it."""
    inner = etree.fromstring(etree.tostring(root))
    inner.remove(inner[-1])
    changed(root)
    root[-2].append(inner)


def pointed(root: etree._Element) -> None:
    """Let the signature speak of an element that it brings itself."""
    reference = next(root.iter("{http://www.w3.org/2000/09/xmldsig#}Reference"))
    reference.set("URI", "#x")


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (unsigned, "cap-unsigned"),
        (changed, "cap-signature-changed"),
        (added, "cap-signature-changed"),
        (wrapped, "cap-signature-changed"),
        (pointed, "cap-signature"),
    ],
)
def test_whatever_is_tampered_with_is_refused(
    office: Identity,
    trusted: tuple[x509.Certificate, ...],
    tamper: Callable[[etree._Element], None],
    code: str,
) -> None:
    """Changed, extended, wrapped and unsigned alerts are told apart from signed ones."""
    root = etree.fromstring(sign_alert(ALERT, *office))
    tamper(root)
    with pytest.raises(BadInput) as caught:
        verify_alert(etree.tostring(root), trusted, now=NOW)
    assert caught.value.code == code
    assert caught.value.place is not None


def test_a_part_that_is_signed_vouches_for_that_part_alone(
    office: Identity, trusted: tuple[x509.Certificate, ...]
) -> None:
    """An old alert that was signed cannot stand within a new one that was not."""
    old = etree.fromstring(sign_alert(ALERT, *office))
    old.remove(old[-1])
    old.set("Id", "old")
    forged = etree.fromstring(sign_alert(ALERT, *office))
    forged.remove(forged[-1])
    changed(forged)
    forged.append(old)
    signer = XMLSigner(signature_algorithm="ecdsa-sha256")
    (own,) = trusted
    signed = signer.sign(forged, key=office.key, cert=[own], reference_uri="#old")
    with pytest.raises(BadInput, match="Only part of the alert is signed"):
        verify_alert(etree.tostring(signed), trusted, now=NOW)


def test_a_strangers_signature_counts_for_nothing(
    stranger: Identity, trusted: tuple[x509.Certificate, ...]
) -> None:
    """A certificate that comes with the alert is not trusted for that."""
    with pytest.raises(BadInput, match="None of the certificates"):
        verify_alert(sign_alert(ALERT, *stranger), trusted, now=NOW)
    with pytest.raises(BadInput, match="None of the certificates"):
        verify_alert(sign_alert(ALERT, *stranger), (), now=NOW)


def test_a_certificate_that_has_run_out_vouches_for_nothing(
    office: Identity, trusted: tuple[x509.Certificate, ...]
) -> None:
    """Before and after its time a certificate does not count, and the error says when it does."""
    signed = sign_alert(ALERT, *office)
    for year in (2025, 2027):
        with pytest.raises(BadInput, match="from 2026-01-01 to 2027-01-01"):
            verify_alert(signed, trusted, now=NOW.replace(year=year))


def test_keys_and_certificates_that_are_none_are_refused(
    office: Identity, stranger: Identity, tmp_path: Path
) -> None:
    """A key that is none, one of somebody else, and a file without certificates are named."""
    for key in (b"no key", stranger.key):
        with pytest.raises(BadInput, match="private key"):
            sign_alert(ALERT, key, office.certificate)
    file = tmp_path / "none.pem"
    file.write_bytes(office.key)
    with pytest.raises(BadInput, match="no certificate"):
        read_certificates([file])
