//! Which algorithms are offered.
//!
//! What is not safe any more is offered only where a setting asks for it. Of the kinds of host keys, those that
//! are known of the host go first, since a server shows only one.

use std::borrow::Cow;

use russh::keys::{Algorithm, EcdsaCurve, HashAlg};
use russh::{Preferred, cipher, kex, mac};

use super::super::ConnectError;
use super::super::text::quoted;

/// What a list of algorithms is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Kex,
    HostKey,
    Cipher,
    Mac,
    UserKey,
}

impl Kind {
    fn option(self) -> &'static str {
        match self {
            Kind::Kex => "KexAlgorithms",
            Kind::HostKey => "HostKeyAlgorithms",
            Kind::Cipher => "Ciphers",
            Kind::Mac => "MACs",
            Kind::UserKey => "PubkeyAcceptedAlgorithms",
        }
    }
}

const KEX: [kex::Name; 12] = [
    kex::MLKEM768X25519_SHA256,
    kex::CURVE25519,
    kex::CURVE25519_PRE_RFC_8731,
    kex::ECDH_SHA2_NISTP256,
    kex::ECDH_SHA2_NISTP384,
    kex::ECDH_SHA2_NISTP521,
    kex::DH_GEX_SHA256,
    kex::DH_G16_SHA512,
    kex::DH_G18_SHA512,
    kex::DH_G17_SHA512,
    kex::DH_G15_SHA512,
    kex::DH_G14_SHA256,
];
const LEGACY_KEX: [kex::Name; 3] = [kex::DH_G14_SHA1, kex::DH_GEX_SHA1, kex::DH_G1_SHA1];
/// What is said by the list and is no exchange: that extensions are understood, and sequence numbers kept.
const KEX_EXTENSIONS: [kex::Name; 4] = [
    kex::EXTENSION_SUPPORT_AS_CLIENT,
    kex::EXTENSION_SUPPORT_AS_SERVER,
    kex::EXTENSION_OPENSSH_STRICT_KEX_AS_CLIENT,
    kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
];

const HOST_KEYS: [Algorithm; 6] = [
    Algorithm::Ed25519,
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP384 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP521 },
    Algorithm::Rsa { hash: Some(HashAlg::Sha512) },
    Algorithm::Rsa { hash: Some(HashAlg::Sha256) },
];
const LEGACY_HOST_KEY: Algorithm = Algorithm::Rsa { hash: None };

const CIPHERS: [cipher::Name; 6] = [
    cipher::CHACHA20_POLY1305,
    cipher::AES_256_GCM,
    cipher::AES_128_GCM,
    cipher::AES_256_CTR,
    cipher::AES_192_CTR,
    cipher::AES_128_CTR,
];
const LEGACY_CIPHERS: [cipher::Name; 4] =
    [cipher::AES_256_CBC, cipher::AES_192_CBC, cipher::AES_128_CBC, cipher::TRIPLE_DES_CBC];

const MACS: [mac::Name; 4] = [mac::HMAC_SHA512_ETM, mac::HMAC_SHA256_ETM, mac::HMAC_SHA512, mac::HMAC_SHA256];
const LEGACY_MACS: [mac::Name; 2] = [mac::HMAC_SHA1_ETM, mac::HMAC_SHA1];

/// What is offered to a server, most wanted first.
pub(super) struct Offer {
    pub(super) preferred: Preferred,
    /// What the user's keys may sign with.
    pub(super) user_keys: Vec<Algorithm>,
}

/// The offer of a testbed that asks for legacy algorithms or not, and gives lists of its own; `known` are the
/// kinds of keys that are known of the host.
pub(super) fn offer(
    legacy: bool,
    lists: &[(Kind, String)],
    known: &[Algorithm],
) -> Result<Offer, ConnectError> {
    let mut kexes = KEX.to_vec();
    let mut host_keys = HOST_KEYS.to_vec();
    let mut ciphers = CIPHERS.to_vec();
    let mut macs = MACS.to_vec();
    let mut user_keys = HOST_KEYS.to_vec();
    if legacy {
        kexes.extend(LEGACY_KEX);
        host_keys.push(LEGACY_HOST_KEY);
        ciphers.extend(LEGACY_CIPHERS);
        macs.extend(LEGACY_MACS);
        user_keys.push(LEGACY_HOST_KEY);
    }
    for (kind, list) in lists {
        let plain = |name: &str| !matches!(name, "none" | "clear");
        match kind {
            Kind::Kex => apply(&mut kexes, *kind, list, |name| kex_named(name).filter(|_| plain(name)))?,
            Kind::HostKey => apply(&mut host_keys, *kind, list, key_named)?,
            Kind::UserKey => apply(&mut user_keys, *kind, list, key_named)?,
            Kind::Cipher => {
                apply(&mut ciphers, *kind, list, |name| {
                    cipher::Name::try_from(name).ok().filter(|_| plain(name))
                })?;
            }
            Kind::Mac => {
                apply(&mut macs, *kind, list, |name| mac::Name::try_from(name).ok().filter(|_| plain(name)))?
            }
        }
    }
    kexes.extend(KEX_EXTENSIONS);
    let is_known = |algorithm: &Algorithm| known.iter().any(|known| same_kind(known, algorithm));
    host_keys.sort_by_key(|algorithm| !is_known(algorithm));
    let preferred = Preferred {
        kex: Cow::Owned(kexes),
        key: Cow::Owned(host_keys),
        host_key_certificates: Cow::Borrowed(&[]),
        cipher: Cow::Owned(ciphers),
        mac: Cow::Owned(macs),
        compression: Cow::Borrowed(&[russh::compression::NONE]),
    };
    Ok(Offer { preferred, user_keys })
}

/// Whether two algorithms take the same kind of key.
pub(super) fn same_kind(one: &Algorithm, other: &Algorithm) -> bool {
    let rsa = |algorithm: &Algorithm| matches!(algorithm, Algorithm::Rsa { .. });
    one == other || (rsa(one) && rsa(other))
}

/// Whether a server's list has what is offered only where `legacy_algorithms` asks for it.
pub(super) fn has_legacy(names: &[String]) -> bool {
    names.iter().any(|name| {
        let kex = kex_named(name).is_some_and(|name| LEGACY_KEX.contains(&name));
        let cipher = cipher::Name::try_from(name.as_str()).is_ok_and(|name| LEGACY_CIPHERS.contains(&name));
        let mac = mac::Name::try_from(name.as_str()).is_ok_and(|name| LEGACY_MACS.contains(&name));
        kex || cipher || mac || name == "ssh-rsa"
    })
}

fn kex_named(name: &str) -> Option<kex::Name> {
    kex::Name::try_from(name).ok()
}

fn key_named(name: &str) -> Option<Algorithm> {
    let algorithm = name.parse::<Algorithm>().ok()?;
    (HOST_KEYS.contains(&algorithm) || algorithm == LEGACY_HOST_KEY).then_some(algorithm)
}

/// A list as OpenSSH reads it: `+` adds to what there is, `^` sets before it, `-` takes away, nothing replaces
/// it. Names that are not known are passed over, unless there are no others.
fn apply<T: PartialEq>(
    algorithms: &mut Vec<T>,
    kind: Kind,
    list: &str,
    named: impl Fn(&str) -> Option<T>,
) -> Result<(), ConnectError> {
    let (mark, names) = match list.chars().next() {
        Some(mark @ ('+' | '^' | '-')) => (mark, &list[1..]),
        _ => (' ', list),
    };
    let known: Vec<T> = names.split(',').filter_map(|name| named(name.trim())).collect();
    if known.is_empty() {
        return Err(ConnectError::unsupported(format!(
            "`ssh_options` has `{}={}`, and this program knows none of these algorithms",
            kind.option(),
            quoted(list)
        )));
    }
    let kept = |algorithms: &mut Vec<T>| algorithms.retain(|algorithm| !known.contains(algorithm));
    match mark {
        '-' => kept(algorithms),
        '+' => {
            kept(algorithms);
            algorithms.extend(known);
        }
        '^' => {
            kept(algorithms);
            algorithms.splice(0..0, known);
        }
        _ => *algorithms = known,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(legacy: bool, lists: &[(Kind, &str)]) -> Result<Offer, String> {
        let lists: Vec<(Kind, String)> =
            lists.iter().map(|(kind, list)| (*kind, (*list).to_owned())).collect();
        offer(legacy, &lists, &[]).map_err(|error| error.message)
    }

    fn all(offer: &Offer) -> Vec<String> {
        let preferred = &offer.preferred;
        let mut names: Vec<String> = preferred.kex.iter().map(|name| name.as_ref().to_owned()).collect();
        names.extend(preferred.cipher.iter().map(|name| name.as_ref().to_owned()));
        names.extend(preferred.mac.iter().map(|name| name.as_ref().to_owned()));
        names.extend(preferred.key.iter().map(ToString::to_string));
        names
    }

    #[test]
    fn what_is_not_safe_any_more_is_offered_only_where_a_setting_asks() {
        let safe = offered(false, &[]).unwrap();
        assert!(!has_legacy(&all(&safe)), "{:?}", all(&safe));
        assert!(!safe.user_keys.contains(&LEGACY_HOST_KEY));
        let legacy = offered(true, &[]).unwrap();
        for name in ["diffie-hellman-group1-sha1", "3des-cbc", "aes128-cbc", "hmac-sha1", "ssh-rsa"] {
            assert!(all(&legacy).iter().any(|offered| offered == name), "{name}");
        }
        assert!(legacy.user_keys.contains(&LEGACY_HOST_KEY));
    }

    #[test]
    fn lists_are_read_as_openssh_reads_them() {
        let ciphers = |list: &str| {
            let offer = offered(false, &[(Kind::Cipher, list)])?;
            Ok::<_, String>(
                offer.preferred.cipher.iter().map(|name| name.as_ref().to_owned()).collect::<Vec<_>>(),
            )
        };
        assert_eq!(ciphers("aes128-cbc,unheard-of").unwrap(), ["aes128-cbc"]);
        assert_eq!(ciphers("+aes128-cbc").unwrap().last().unwrap(), "aes128-cbc");
        assert_eq!(ciphers("^aes128-ctr").unwrap()[..2], ["aes128-ctr", "chacha20-poly1305@openssh.com"]);
        assert!(!ciphers("-aes128-ctr").unwrap().contains(&"aes128-ctr".to_owned()));
        assert!(ciphers("unheard-of").unwrap_err().contains("Ciphers=unheard-of"));
        assert!(ciphers("none").is_err());
        assert_eq!(offered(false, &[(Kind::UserKey, "ssh-rsa")]).unwrap().user_keys, [LEGACY_HOST_KEY]);
    }

    #[test]
    fn the_kind_of_key_that_is_known_goes_first() {
        let known = [Algorithm::Rsa { hash: None }];
        let offer = offer(false, &[], &known).unwrap();
        let first: Vec<String> = offer.preferred.key.iter().take(3).map(ToString::to_string).collect();
        assert_eq!(first, ["rsa-sha2-512", "rsa-sha2-256", "ssh-ed25519"]);
    }
}
