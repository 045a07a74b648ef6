"""Signatures of alerts: who signed what is read, and signing what is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xiangyue.errors import BadInput, Misuse, Place, why
from xiangyue.exchange.cap.document import MOST_BYTES, Node
from xiangyue.exchange.cap.encoding import decode
from xiangyue.exchange.cap.model import Alert
from xiangyue.exchange.cap.reading import alert_of, read_alert, read_root
from xiangyue.exchange.cap.structure import DSIG
from xiangyue.exchange.cap.writing import write_alert

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


class Verified(NamedTuple):
    """An alert with a signature that holds, and the subject of the certificate that made it."""

    alert: Alert
    signer: str


def read_certificates(paths: Iterable[Path]) -> tuple[Certificate, ...]:
    """Return the certificates in PEM files; a file may hold several.

    Raises BadInput for a file that holds none, and Misuse where the extra ``alerts`` is missing.
    """
    _signxml()
    from cryptography import x509

    found: list[Certificate] = []
    for path in paths:
        try:
            found += x509.load_pem_x509_certificates(path.read_bytes())
        except OSError as error:
            place = Place(str(path))
            raise BadInput("file-unreadable", place=place, reason=why(error)) from error
        except ValueError as error:
            raise BadInput("cap-certificate", place=Place(str(path))) from error
    return tuple(found)


def verify_alert(
    data: bytes,
    certificates: Sequence[Certificate],
    name: str = "",
    most: int = MOST_BYTES,
    now: datetime | None = None,
) -> Verified:
    """Return the alert in the bytes, if one of these certificates has signed it as a whole.

    Only these are trusted, whatever certificates the alert itself brings. What is returned is what
    was signed: an alert that says anything besides is refused. SHA-1 is not accepted. ``now``
    (aware) is when the certificate must be valid. Raises BadInput where there is no signature, or
    none that holds, and Misuse where the extra ``alerts`` is not installed.
    """
    root = read_root(data, name, most)
    alert = alert_of(root)
    place = _signature(root).place
    made_by, signed = _signed(decode(data, name).encode(), certificates, place)
    if _read(signed, most) != alert:
        raise BadInput("cap-signature-part", place=place)
    at = now or datetime.now(UTC)
    if not made_by.not_valid_before_utc <= at <= made_by.not_valid_after_utc:
        until = made_by.not_valid_after_utc.date().isoformat()
        since = made_by.not_valid_before_utc.date().isoformat()
        raise BadInput("cap-certificate-time", place=place, since=since, until=until)
    return Verified(alert, made_by.subject.rfc4514_string())


def sign_alert(
    alert: Alert, key: bytes, certificate: bytes, password: bytes | None = None
) -> bytes:
    """Return the alert as XML with an enveloped signature by a private key (PEM; RSA or EC).

    Raises BadInput where key or certificate cannot be read or do not belong together, and Misuse
    where the extra ``alerts`` is not installed.
    """
    signxml = _signxml()
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from lxml import etree

    try:
        private: Any = load_pem_private_key(key, password)
        (own, *_) = x509.load_pem_x509_certificates(certificate)
    except (ValueError, TypeError) as error:
        raise BadInput("cap-key") from error
    kinds = ((rsa.RSAPrivateKey, "rsa-sha256"), (ec.EllipticCurvePrivateKey, "ecdsa-sha256"))
    algorithm = next((name for kind, name in kinds if isinstance(private, kind)), None)
    if algorithm is None or private.public_key() != own.public_key():
        raise BadInput("cap-key")
    signer = signxml.XMLSigner(
        signature_algorithm=algorithm, c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"
    )
    root = signer.sign(etree.fromstring(write_alert(alert)), key=private, cert=[own])
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return text + b"\n"


def _signature(root: Node) -> Node:
    for child in root.children:
        if child.space == DSIG and child.tag == "Signature":
            return child
    raise BadInput("cap-unsigned", place=root.place)


def _signed(
    data: bytes, certificates: Sequence[Certificate], place: Place
) -> tuple[Certificate, bytes]:
    """Return the certificate that signed, and what: as bytes, and nothing else of the document."""
    signxml = _signxml()
    changed = False
    for tree in _trees(data):
        for certificate in certificates:
            # Whether it is still valid is asked once it is known to be the one.
            config = signxml.SignatureConfiguration(
                location="./", verification_time=certificate.not_valid_before_utc
            )
            try:
                found = signxml.XMLVerifier().verify(
                    tree, x509_cert=certificate, expect_config=config
                )
            except signxml.exceptions.InvalidDigest:
                changed = True
            except (
                Exception
            ):  # whatever a stranger's signature makes of libraries, it does not hold
                continue
            else:
                return certificate, found.signed_data
    raise BadInput("cap-signature-changed" if changed else "cap-signature", place=place)


def _trees(data: bytes) -> Iterable[Any]:
    """Yield the document with each of its signatures alone: the first may be older than others."""
    from lxml import etree

    def read() -> Any:
        parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True)
        return etree.fromstring(data, parser)

    for number in range(len(read().findall(f"{{{DSIG}}}Signature"))):
        tree = read()
        signatures = tree.findall(f"{{{DSIG}}}Signature")
        for other in (*signatures[:number], *signatures[number + 1 :]):
            tree.remove(other)
        yield tree


def _read(signed: bytes, most: int) -> Alert | None:
    try:
        return read_alert(signed, most=2 * most)  # canonical, it is a little longer
    except BadInput:
        return None


def _signxml() -> Any:
    try:
        import signxml
    except ImportError as error:
        raise Misuse("cap-extra") from error
    return signxml
