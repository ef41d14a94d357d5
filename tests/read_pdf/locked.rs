//! Files that are encrypted.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::encryption::crypt_filters::{Aes128CryptFilter, Aes256CryptFilter, CryptFilter, Rc4CryptFilter};
use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, StringFormat};
use shenbao::Lang;

use crate::support::{catalogue, error, filled, open, record, returns, save};

/// How a file is locked.
#[derive(Debug, Clone, Copy)]
enum Lock {
    Rc4Of40,
    Rc4Of128,
    Rc4Named,
    Aes128,
    Aes256,
}

const LOCKS: [Lock; 5] = [Lock::Rc4Of40, Lock::Rc4Of128, Lock::Rc4Named, Lock::Aes128, Lock::Aes256];

/// The file, locked, with this password to open it.
fn locked(bytes: &[u8], lock: Lock, user_password: &str) -> Document {
    let mut document = open(bytes);
    let id = Object::String(b"0123456789abcdef".to_vec(), StringFormat::Literal);
    document.trailer.set("ID", vec![id.clone(), id]);
    let (owner_password, permissions) = ("owner", Permissions::all());
    let filters = |filter: Arc<dyn CryptFilter>| BTreeMap::from([(b"StdCF".to_vec(), filter)]);
    let name = || b"StdCF".to_vec();
    let of_128 = |filter: Arc<dyn CryptFilter>| EncryptionVersion::V4 {
        document: &document,
        encrypt_metadata: true,
        crypt_filters: filters(filter),
        stream_filter: name(),
        string_filter: name(),
        owner_password,
        user_password,
        permissions,
    };
    let version = match lock {
        Lock::Rc4Of40 => EncryptionVersion::V1 { document: &document, owner_password, user_password, permissions },
        Lock::Rc4Of128 => {
            EncryptionVersion::V2 { document: &document, owner_password, user_password, key_length: 128, permissions }
        }
        Lock::Rc4Named => of_128(Arc::new(Rc4CryptFilter)),
        Lock::Aes128 => of_128(Arc::new(Aes128CryptFilter)),
        Lock::Aes256 => EncryptionVersion::V5 {
            encrypt_metadata: true,
            crypt_filters: filters(Arc::new(Aes256CryptFilter)),
            file_encryption_key: &[7; 32],
            stream_filter: name(),
            string_filter: name(),
            owner_password,
            user_password,
            permissions,
        },
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    document
}

#[test]
fn a_file_that_only_may_not_be_changed_is_read() {
    let catalogue = catalogue();
    let form = catalogue.form("henan-2021/summary").unwrap();
    let record = record(form);
    for fillable in [true, false] {
        let bytes = filled(form, &record, fillable);
        for lock in LOCKS {
            let found = returns(&catalogue, &save(&mut locked(&bytes, lock, "")));
            assert_eq!(found.len(), 1, "{lock:?}");
            assert_eq!(found[0].record.normalize(), record.normalize(), "{lock:?}, fillable: {fillable}");
        }
    }
}

#[test]
fn a_file_with_a_password_says_so() {
    let catalogue = catalogue();
    let form = catalogue.form("henan-2021/summary").unwrap();
    let bytes = filled(form, &record(form), false);
    for lock in LOCKS {
        let error = error(&save(&mut locked(&bytes, lock, "secret")));
        assert_eq!(error.code(), "encrypted", "{lock:?}");
        assert_eq!(error.message(Lang::Zh), "文件已加密，请取消密码后再报送");
    }
}

#[test]
fn a_lock_of_somebodys_own_is_named_as_one() {
    let catalogue = catalogue();
    let form = catalogue.form("henan-2021/summary").unwrap();
    let bytes = filled(form, &record(form), false);
    for (key, value) in [("Filter", Object::Name(b"Vendor.DRM".to_vec())), ("V", 9.into()), ("V", Object::Null)] {
        let mut document = locked(&bytes, Lock::Aes256, "");
        let encrypt = document.trailer.get(b"Encrypt").unwrap().as_reference().unwrap();
        document.get_dictionary_mut(encrypt).unwrap().set(key, value);
        let mut saved = save(&mut document);
        assert_eq!(error(&saved).code(), "unknown_encryption", "{key}");
        // Cut short it is damaged, and nothing worse.
        saved.truncate(saved.len() / 2);
        error(&saved);
    }
}
