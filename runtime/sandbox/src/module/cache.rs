//! The cache of compiled modules, on disk.
//!
//! An entry is two files: `<key>.image`, native code that is mapped into children, and `<key>.entry`, what
//! the module is and the image's hash, under a keyed hash whose key only the user can read. The key of an
//! entry is the hash of the module's bytes, the engine's version and settings, and this format. An entry that
//! is not whole and authentic is compiled again, never mapped.

use std::collections::HashMap;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::hash::{Hash, Hasher};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::compiler::{CompileLimits, compile};
use super::error::{ModuleError, Role};
use super::info::{Form, ModuleInfo};

/// Raised when the form of entries changes.
const FORMAT: u32 = 1;

/// A compiled module, ready to be mapped.
#[derive(Debug)]
pub struct Module {
    pub info: ModuleInfo,
    /// SHA-256 of the file's bytes, hexadecimal.
    pub sha256: String,
    /// How long the compilation took, if this run compiled it.
    pub compiled_in: Option<Duration>,
    /// The native code, opened once by the host; none for what cannot be run.
    pub(crate) image: Option<File>,
    /// Names this module among those of a run.
    pub(crate) key: blake3::Hash,
}

/// Why there is no cache.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    #[error("the cache directory {path} cannot be used: {why}")]
    Unusable { path: PathBuf, why: io::Error },
    #[error(
        "the cache directory {path} can be written by others: `chmod 700` it, or choose another with --cache-dir"
    )]
    WritableByOthers { path: PathBuf },
}

/// The cache. Two runs may share a directory.
pub struct Cache {
    directory: PathBuf,
    secret: [u8; 32],
    settings: u64,
    limits: CompileLimits,
    known: Mutex<HashMap<FileIdentity, Arc<Module>>>,
    /// Held while compiling: one compilation at a time uses all cores, and none is done twice.
    compiling: tokio::sync::Mutex<()>,
}

/// A file as it was when its module was loaded.
#[derive(Clone, PartialEq, Eq, Hash)]
struct FileIdentity {
    device: u64,
    inode: u64,
    size: u64,
    modified: (i64, i64),
}

#[derive(Serialize, Deserialize)]
struct EntryBody {
    info: ModuleInfo,
    sha256: String,
    /// BLAKE3 of the image; none for what cannot be run.
    image: Option<[u8; 32]>,
}

impl Cache {
    /// Opens a cache, making its directory and its key where they are not there.
    ///
    /// # Errors
    /// The directory cannot be used, or others can write to it.
    pub fn open(directory: &Path, limits: CompileLimits) -> Result<Cache, CacheError> {
        let unusable = |why: io::Error| CacheError::Unusable { path: directory.to_owned(), why };
        DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(unusable)?;
        let metadata = fs::metadata(directory).map_err(unusable)?;
        // SAFETY: geteuid cannot fail.
        if metadata.uid() != unsafe { libc::geteuid() } || metadata.mode() & 0o022 != 0 {
            return Err(CacheError::WritableByOthers { path: directory.to_owned() });
        }
        let secret = read_or_make_secret(&directory.join("key")).map_err(unusable)?;
        Ok(Cache {
            directory: directory.to_owned(),
            secret,
            settings: engine_settings().map_err(|error| unusable(io::Error::other(error.to_string())))?,
            limits,
            known: Mutex::default(),
            compiling: tokio::sync::Mutex::default(),
        })
    }

    /// Loads a module: from this run's memory, from the disk, or by compiling it. `on_compile` is called
    /// before the last, which can take seconds and is spared for what cannot be what is `wanted`.
    ///
    /// # Errors
    /// The file is not a module, or cannot be compiled.
    pub async fn load(
        &self,
        path: &Path,
        wanted: Role,
        on_compile: impl FnOnce(),
    ) -> Result<Arc<Module>, ModuleError> {
        let unreadable = |error: io::Error| ModuleError::unreadable(&error);
        let metadata = fs::metadata(path).map_err(unreadable)?;
        if metadata.is_dir() {
            return Err(ModuleError::Directory);
        }
        if !metadata.is_file() {
            return Err(ModuleError::Unreadable { why: "it is not a regular file".into() });
        }
        if metadata.len() > super::compile::MODULE_BYTES {
            return Err(ModuleError::TooLarge { limit: super::compile::MODULE_BYTES });
        }
        let identity = FileIdentity {
            device: metadata.dev(),
            inode: metadata.ino(),
            size: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
        };
        if let Some(module) = self.known().get(&identity) {
            return Ok(Arc::clone(module));
        }
        let mut bytes = Vec::new();
        File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(unreadable)?;
        let key = self.key_of(&bytes);
        let module = match self.read(key) {
            Some(module) => module,
            None => {
                // What cannot be a module needs no child to say so; a core module shows what it is only when it
                // has become a component.
                let info = ModuleInfo::read(&bytes)?;
                if info.form == Form::Component {
                    info.entry(wanted)?;
                }
                let _turn = self.compiling.lock().await;
                match self.read(key) {
                    Some(module) => module,
                    None => {
                        on_compile();
                        self.compile(key, &bytes).await?
                    }
                }
            }
        };
        let module = Arc::new(module);
        self.known().insert(identity, Arc::clone(&module));
        Ok(module)
    }

    /// Says what a module is, without compiling it.
    ///
    /// # Errors
    /// The file is not a module.
    pub async fn inspect(path: &Path) -> Result<ModuleInfo, ModuleError> {
        let unreadable = |error: io::Error| ModuleError::unreadable(&error);
        if fs::metadata(path).map_err(unreadable)?.is_dir() {
            return Err(ModuleError::Directory);
        }
        compile(File::open(path).map_err(unreadable)?, None, CompileLimits::default()).await
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<FileIdentity, Arc<Module>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key_of(&self, module: &[u8]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"easypy-wasm module").update(&FORMAT.to_le_bytes());
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes()).update(&self.settings.to_le_bytes());
        hasher.update(module).finalize()
    }

    fn image_path(&self, key: blake3::Hash) -> PathBuf {
        self.directory.join(format!("{}.image", key.to_hex()))
    }

    fn entry_path(&self, key: blake3::Hash) -> PathBuf {
        self.directory.join(format!("{}.entry", key.to_hex()))
    }

    /// An entry that is whole and authentic.
    fn read(&self, key: blake3::Hash) -> Option<Module> {
        let sealed = fs::read(self.entry_path(key)).ok()?;
        let (mac, body) = sealed.split_at_checked(blake3::OUT_LEN)?;
        if self.mac(key, body) != <[u8; 32]>::try_from(mac).ok()? {
            return None;
        }
        let body: EntryBody = serde_json::from_slice(body).ok()?;
        let image = match body.image {
            None => None,
            Some(expected) => {
                let file = File::open(self.image_path(key)).ok()?;
                let mut hasher = blake3::Hasher::new();
                hasher.update_reader(&file).ok()?;
                if hasher.finalize() != expected {
                    return None;
                }
                Some(file)
            }
        };
        Some(Module { info: body.info, sha256: body.sha256, compiled_in: None, image, key })
    }

    /// The keyed hash of an entry; comparing two takes the same time wherever they differ.
    fn mac(&self, key: blake3::Hash, body: &[u8]) -> blake3::Hash {
        blake3::Hasher::new_keyed(&self.secret).update(key.as_bytes()).update(body).finalize()
    }

    async fn compile(&self, key: blake3::Hash, bytes: &[u8]) -> Result<Module, ModuleError> {
        let failed =
            |error: io::Error| ModuleError::Compile { why: format!("the cache cannot be written: {error}") };
        let began = std::time::Instant::now();
        // The child gets the bytes that were hashed, not a file that may change meanwhile.
        let source = memory_file(bytes).map_err(failed)?;
        let mut image = Temporary::new(&self.image_path(key)).map_err(failed)?;
        let info = compile(source, Some(image.file.try_clone().map_err(failed)?), self.limits).await?;
        let mut hash = None;
        let mut file = None;
        if info.form != Form::CoreModule {
            // Opened anew for reading only: this is the descriptor that children map.
            let reader = File::open(&image.path).map_err(failed)?;
            let mut hasher = blake3::Hasher::new();
            hasher.update_reader(&reader).map_err(failed)?;
            hash = Some(*hasher.finalize().as_bytes());
            file = Some(reader);
            image.keep(&self.image_path(key)).map_err(failed)?;
        }
        let body = EntryBody { info: info.clone(), sha256: sha256(bytes), image: hash };
        let text = serde_json::to_vec(&body).map_err(|error| failed(error.into()))?;
        let mut entry = Temporary::new(&self.entry_path(key)).map_err(failed)?;
        entry
            .file
            .write_all(self.mac(key, &text).as_bytes())
            .and_then(|()| entry.file.write_all(&text))
            .and_then(|()| entry.keep(&self.entry_path(key)))
            .map_err(failed)?;
        Ok(Module { info, sha256: body.sha256, compiled_in: Some(began.elapsed()), image: file, key })
    }
}

/// A file that has its name only when it is whole.
struct Temporary {
    file: File,
    path: PathBuf,
}

impl Temporary {
    fn new(target: &Path) -> io::Result<Temporary> {
        let path = target.with_extension(format!("{}.tmp", std::process::id()));
        let _ = fs::remove_file(&path);
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        Ok(Temporary { file, path })
    }

    fn keep(&mut self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // After `keep` it has another name.
        let _ = fs::remove_file(&self.path);
    }
}

fn memory_file(bytes: &[u8]) -> io::Result<File> {
    use std::io::Seek;
    let mut file = File::from(rustix::fs::memfd_create("module", rustix::fs::MemfdFlags::CLOEXEC)?);
    file.write_all(bytes)?;
    file.rewind()?;
    Ok(file)
}

/// What of the engine goes into the code: its version, its settings, the processor's features.
fn engine_settings() -> wasmtime::Result<u64> {
    let mut hasher = std::hash::DefaultHasher::new();
    crate::engine::new()?.precompile_compatibility_hash().hash(&mut hasher);
    Ok(hasher.finish())
}

fn read_or_make_secret(path: &Path) -> io::Result<[u8; 32]> {
    if let Some(secret) = read_secret(path)? {
        return Ok(secret);
    }
    let mut secret = [0; 32];
    rustix::rand::getrandom(&mut secret, rustix::rand::GetRandomFlags::empty())?;
    let mut temporary = Temporary::new(path)?;
    temporary.file.write_all(&secret)?;
    match fs::hard_link(&temporary.path, path) {
        Ok(()) => Ok(secret),
        // Another run was faster: its key is the key.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            read_secret(path)?.ok_or_else(|| io::Error::other("the cache's key is damaged: remove it"))
        }
        Err(error) => Err(error),
    }
}

fn read_secret(path: &Path) -> io::Result<Option<[u8; 32]>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(
            bytes
                .try_into()
                .map_err(|_| io::Error::other(format!("{} is damaged: remove it", path.display())))?,
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 of a file's bytes, hexadecimal.
///
/// # Errors
/// It cannot be read.
pub fn sha256_of_file(path: &Path) -> io::Result<String> {
    use sha2::Digest as _;
    let (mut file, mut hasher) = (File::open(path)?, sha2::Sha256::new());
    let mut buffer = [0; 16 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => hasher.update(&buffer[..read]),
        }
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
