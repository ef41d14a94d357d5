//! The objects of a file, read when they are asked for.
//!
//! lopdf gives the types of objects, decryption and the rarer filters. Its own
//! loader is not used: it reads every object of the file, pictures included,
//! before anything is asked for, refuses files whose table of objects or whose
//! lengths are wrong, and does not bound what hostile files make it do.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use lopdf::encryption::decrypt_object;
use lopdf::{Dictionary, EncryptionState, Object, Stream};

use super::lexer::{Lexer, Token};
use super::xref::{self, Entry, Table};
use super::{filter, lexer};
use crate::read::sniff::find;
use crate::read::{Limits, ReadError, ReadErrorKind};

/// References that point to references.
const LONGEST_CHAIN: usize = 16;

/// Objects that need one another to be read.
const DEEPEST: usize = 64;

/// What an object in memory is worth, in bytes of a file.
const OBJECT: usize = 256;

/// What it is worth to copy an object within another one.
const COPY: usize = 16;

/// Numbers that an array of some may have: a matrix has six, a simple font 256
/// widths.
const MOST_NUMBERS: usize = 256;

/// An open file.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    table: Table,
    /// What a search of the whole file finds, once an object was not where the
    /// table says.
    searched: OnceCell<Table>,
    crypt: Option<EncryptionState>,
    objects: RefCell<HashMap<u32, Rc<Object>>>,
    containers: RefCell<HashMap<u32, Option<Rc<Container>>>>,
    /// The objects that are being read, outermost first.
    reading: RefCell<Vec<u32>>,
    /// What may still be parsed, decoded and copied: bytes, and for everything
    /// that takes memory or time beyond its bytes what it is worth in them.
    fuel: Cell<u64>,
    /// The first limit that was crossed.
    failure: RefCell<Option<ReadError>>,
    limits: &'a Limits,
}

/// An object stream (ISO 32000-1, 7.5.7).
struct Container {
    data: Vec<u8>,
    /// Where the objects start, by number.
    offsets: HashMap<u32, usize>,
}

impl<'a> File<'a> {
    /// Opens a file: finds its objects and its first page.
    ///
    /// # Errors
    ///
    /// The file needs a password, or nothing sensible is found in it.
    pub(super) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<File<'a>, ReadError> {
        // Mail gateways put lines before the file; positions count from its mark.
        let start = find(&bytes[..bytes.len().min(1024)], b"%PDF-").unwrap_or(0);
        let bytes = &bytes[start..];
        if let Some(table) = xref::read(bytes, limits) {
            let file = File::with_table(bytes, table, limits)?;
            if file.has_pages() {
                return Ok(file);
            }
        }
        let mut file = File::with_table(bytes, xref::search(bytes), limits)?;
        file.complete();
        if file.has_pages() {
            return Ok(file);
        }
        let failure = file.failure.take();
        let is_whole = find(&bytes[bytes.len().saturating_sub(1024)..], b"%%EOF").is_some();
        let kind = if is_whole { ReadErrorKind::BadPdf } else { ReadErrorKind::Truncated };
        Err(failure.unwrap_or_else(|| ReadError::new(kind)))
    }

    fn with_table(bytes: &'a [u8], table: Table, limits: &'a Limits) -> Result<File<'a>, ReadError> {
        let mut file = File {
            bytes,
            table,
            searched: OnceCell::new(),
            crypt: None,
            objects: RefCell::default(),
            containers: RefCell::default(),
            reading: RefCell::default(),
            // Bytes are paid for as they stand in the file and decoded.
            fuel: Cell::new(limits.total_bytes.saturating_mul(2)),
            failure: RefCell::default(),
            limits,
        };
        if let Ok(encrypt) = file.table.trailer.get(b"Encrypt").cloned()
            && let Object::Dictionary(encrypt) = &*file.resolve(&encrypt)
        {
            file.crypt = Some(unlock(&file.table.trailer, encrypt)?);
            // The dictionary itself was read as it stands; the rest is not.
            file.objects.borrow_mut().clear();
            file.containers.borrow_mut().clear();
        }
        Ok(file)
    }

    /// Completes what a search has found: objects in object streams, and the
    /// catalogue, where no trailer names it.
    fn complete(&mut self) {
        let numbers: Vec<u32> = self.table.entries.keys().copied().collect();
        let mut catalogue = None;
        let mut inner: HashMap<u32, Entry> = HashMap::new();
        for number in numbers {
            let object = self.get(number);
            let Ok(dictionary) = object.as_dict().or_else(|_| object.as_stream().map(|stream| &stream.dict)) else {
                continue;
            };
            if dictionary.has_type(b"ObjStm")
                && let Some(container) = self.container(number)
            {
                inner.extend(container.offsets.keys().map(|inside| (*inside, Entry::In(number))));
            } else if dictionary.has_type(b"Catalog") {
                catalogue = Some(number);
            } else if dictionary.has_type(b"XRef") {
                for key in [b"Root".as_slice(), b"Info"] {
                    if let (Ok(value), false) = (dictionary.get(key), self.table.trailer.has(key)) {
                        self.table.trailer.set(key, value.clone());
                    }
                }
            }
        }
        for (number, entry) in inner {
            self.table.entries.entry(number).or_insert(entry);
            let is_catalogue = || self.get(number).as_dict().is_ok_and(|object| object.has_type(b"Catalog"));
            if catalogue.is_none() && !self.table.trailer.has(b"Root") && is_catalogue() {
                catalogue = Some(number);
            }
        }
        let root = self.table.trailer.get(b"Root").is_ok_and(|root| self.resolve(root).as_dict().is_ok());
        if let (false, Some(number)) = (root, catalogue) {
            self.table.trailer.set("Root", Object::Reference((number, 0)));
        }
    }

    fn has_pages(&self) -> bool {
        matches!(&*self.entry(&self.catalogue(), b"Pages"), Object::Dictionary(_))
    }

    /// The catalogue; empty where there is none.
    pub(super) fn catalogue(&self) -> Dictionary {
        let root = self.table.trailer.get(b"Root").map(|root| self.resolve(root));
        root.ok().and_then(|root| root.as_dict().ok().cloned()).unwrap_or_default()
    }

    /// The information dictionary (14.3.3); empty where there is none.
    pub(super) fn information(&self) -> Dictionary {
        let info = self.table.trailer.get(b"Info").map(|info| self.resolve(info));
        info.ok().and_then(|info| info.as_dict().ok().cloned()).unwrap_or_default()
    }

    /// The first limit that was crossed. Objects past it are null.
    pub(super) fn failure(&self) -> Option<ReadError> {
        self.failure.borrow().clone()
    }

    pub(super) fn limits(&self) -> &'a Limits {
        self.limits
    }

    /// Pays for work; `false` once nothing is left. What is shared and looked at
    /// again and again is paid for each time, so that a small file cannot ask
    /// for a lot of work.
    pub(super) fn spend(&self, bytes: usize) -> bool {
        match self.fuel.get().checked_sub(bytes as u64 + 1) {
            Some(left) => {
                self.fuel.set(left);
                true
            }
            None => {
                self.fuel.set(0);
                self.fail(ReadError::over(ReadErrorKind::TooLarge, self.limits.total_bytes));
                false
            }
        }
    }

    fn fail(&self, error: ReadError) {
        self.failure.borrow_mut().get_or_insert(error);
    }

    /// An object by its number; null where there is none.
    pub(super) fn get(&self, number: u32) -> Rc<Object> {
        if let Some(object) = self.objects.borrow().get(&number) {
            return Rc::clone(object);
        }
        {
            let mut reading = self.reading.borrow_mut();
            if reading.contains(&number) || reading.len() >= DEEPEST {
                return Rc::new(Object::Null);
            }
            reading.push(number);
        }
        let object = Rc::new(self.load(number).unwrap_or(Object::Null));
        self.reading.borrow_mut().pop();
        self.objects.borrow_mut().insert(number, Rc::clone(&object));
        object
    }

    fn load(&self, number: u32) -> Option<Object> {
        if self.fuel.get() == 0 {
            return None;
        }
        match self.table.entries.get(&number)? {
            Entry::Free => None,
            Entry::At(at) => self.load_at(number, *at).or_else(|| {
                // The table is wrong: then the file is searched.
                let searched = self.searched.get_or_init(|| xref::search(self.bytes));
                match searched.entries.get(&number)? {
                    Entry::At(at) => self.load_at(number, *at),
                    _ => None,
                }
            }),
            Entry::In(container) => {
                let container = self.container(*container)?;
                let mut lexer = Lexer::new(&container.data, *container.offsets.get(&number)?);
                let before = lexer.at;
                let object = lexer.object()?;
                self.spend(lexer.at - before + lexer.objects * OBJECT).then_some(object)
            }
        }
    }

    fn load_at(&self, number: u32, at: usize) -> Option<Object> {
        let length_of = |number: u32| self.get(number).as_i64().ok();
        let found = xref::indirect(self.bytes, at, &length_of)?;
        if !self.spend(found.end.saturating_sub(at) + found.objects * OBJECT) || found.number != number {
            return None;
        }
        let mut object = found.object;
        if let Some(crypt) = &self.crypt {
            let decrypted =
                catch_unwind(AssertUnwindSafe(|| decrypt_object(crypt, (found.number, found.generation), &mut object)));
            if !matches!(decrypted, Ok(Ok(()))) {
                self.fail(ReadError::new(ReadErrorKind::BadPdf));
                return None;
            }
        }
        Some(object)
    }

    fn container(&self, number: u32) -> Option<Rc<Container>> {
        if let Some(container) = self.containers.borrow().get(&number) {
            return container.clone();
        }
        let object = self.get(number);
        let container = object.as_stream().ok().and_then(|stream| self.open_container(stream)).map(Rc::new);
        self.containers.borrow_mut().insert(number, container.clone());
        container
    }

    fn open_container(&self, stream: &Stream) -> Option<Container> {
        let data = self.data(stream).ok()?;
        let first = usize::try_from(self.entry(&stream.dict, b"First").as_i64().ok()?).ok()?;
        let mut lexer = Lexer::new(data.get(..first)?, 0);
        let mut offsets = HashMap::new();
        while let (Some(Token::Integer(number)), Some(Token::Integer(offset))) = (lexer.token(), lexer.token()) {
            let at = usize::try_from(offset).ok().and_then(|offset| first.checked_add(offset));
            if let (Ok(number), Some(at)) = (u32::try_from(number), at) {
                offsets.insert(number, at);
            }
        }
        Some(Container { data, offsets })
    }

    /// The object, or the one that it refers to.
    pub(super) fn resolve(&self, object: &Object) -> Rc<Object> {
        let Object::Reference((number, _)) = object else {
            self.copied(object);
            return Rc::new(object.clone());
        };
        let mut found = self.get(*number);
        for _ in 0..LONGEST_CHAIN {
            match &*found {
                Object::Reference((number, _)) => found = self.get(*number),
                _ => return found,
            }
        }
        Rc::new(Object::Null)
    }

    /// The value of a name in a dictionary; null where there is none.
    pub(super) fn entry(&self, dictionary: &Dictionary, key: &[u8]) -> Rc<Object> {
        dictionary.get(key).map_or_else(|_| Rc::new(Object::Null), |object| self.resolve(object))
    }

    /// Pays for the copy of an object.
    fn copied(&self, object: &Object) {
        let size = match object {
            Object::Array(items) => items.len() * COPY,
            Object::Dictionary(dictionary) => dictionary.len() * COPY,
            Object::Stream(stream) => stream.dict.len() * COPY + stream.content.len(),
            Object::String(bytes, _) | Object::Name(bytes) => bytes.len(),
            _ => return,
        };
        self.spend(size);
    }

    /// The same for a dictionary; empty where there is none.
    pub(super) fn dictionary(&self, dictionary: &Dictionary, key: &[u8]) -> Dictionary {
        let found = self.entry(dictionary, key);
        self.copied(&found);
        match &*found {
            Object::Dictionary(inner) => inner.clone(),
            Object::Stream(stream) => stream.dict.clone(),
            _ => Dictionary::new(),
        }
    }

    /// What a dictionary within another one has under a name, unresolved: for
    /// content, which asks the same large ones again and again.
    pub(super) fn within(&self, outer: &Dictionary, key: &[u8], name: &[u8]) -> Option<Object> {
        let of = |inner: &Object| {
            let inner = inner.as_dict().or_else(|_| inner.as_stream().map(|stream| &stream.dict)).ok()?;
            let found = inner.get(name).ok()?;
            self.copied(found);
            Some(found.clone())
        };
        match outer.get(key).ok()? {
            reference @ Object::Reference(_) => of(&self.resolve(reference)),
            direct => of(direct),
        }
    }

    /// The same for the items of an array.
    pub(super) fn array(&self, dictionary: &Dictionary, key: &[u8]) -> Vec<Object> {
        let found = self.entry(dictionary, key);
        self.copied(&found);
        match &*found {
            Object::Array(items) => items.clone(),
            _ => Vec::new(),
        }
    }

    /// The same for a number.
    pub(super) fn number(&self, dictionary: &Dictionary, key: &[u8]) -> Option<f64> {
        lexer::number(&self.entry(dictionary, key))
    }

    /// The same for a name.
    pub(super) fn name(&self, dictionary: &Dictionary, key: &[u8]) -> Option<Vec<u8>> {
        self.entry(dictionary, key).as_name().ok().map(<[u8]>::to_vec)
    }

    /// The first numbers of an array.
    pub(super) fn numbers(&self, dictionary: &Dictionary, key: &[u8]) -> Vec<f64> {
        let found = self.entry(dictionary, key);
        let items = found.as_array().map(Vec::as_slice).unwrap_or_default();
        items.iter().take(MOST_NUMBERS).filter_map(|item| lexer::number(&self.resolve(item))).collect()
    }

    /// What a stream holds.
    ///
    /// # Errors
    ///
    /// Its data is damaged or crosses a limit.
    pub(super) fn data(&self, stream: &Stream) -> Result<Vec<u8>, ReadError> {
        let filters = xref::filters(&stream.dict, &|object| (*self.resolve(object)).clone());
        let data = filter::decode(&stream.content, &filters, self.limits, self.fuel.get())?;
        if self.spend(data.len()) {
            Ok(data)
        } else {
            Err(ReadError::over(ReadErrorKind::TooLarge, self.limits.total_bytes))
        }
    }
}

/// The key of a file that opens without a password.
fn unlock(trailer: &Dictionary, encrypt: &Dictionary) -> Result<EncryptionState, ReadError> {
    // 7.6.1: other handlers, and versions that nobody has published, take the
    // program that made the file.
    let name = |key: &[u8]| encrypt.get(key).and_then(Object::as_name).ok();
    let version = encrypt.get(b"V").and_then(Object::as_i64).unwrap_or(0);
    if name(b"Filter") != Some(b"Standard") || !matches!(version, 1 | 2 | 4 | 5) {
        return Err(ReadError::new(ReadErrorKind::UnknownEncryption));
    }
    let mut document = lopdf::Document::new();
    document.trailer = trailer.clone();
    // lopdf looks for the dictionary behind a reference only.
    document.trailer.set("Encrypt", Object::Reference((1, 0)));
    document.objects.insert((1, 0), Object::Dictionary(encrypt.clone()));
    let state = catch_unwind(AssertUnwindSafe(|| {
        document.authenticate_password("").ok()?;
        EncryptionState::decode(&document, "").ok()
    }));
    state.ok().flatten().ok_or_else(|| ReadError::new(ReadErrorKind::Encrypted))
}
