import Allot

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes a file that is there whole or not at all: under another name in the same folder, which then takes its place.
func writeWhole(_ bytes: [UInt8], to path: String) throws(FileError) {
  try writeWhole(to: path) { write in _ = write(bytes) }
}

/// Writes a file that is there whole or not at all, piece by piece.
///
/// - Parameter content: hands the pieces to its argument, in order; it may stop where that answers false, because no
///   more can be written.
/// - Parameter permissions: those that the file is to have; those of a new file if nil.
func writeWhole(
  to path: String, permissions: mode_t? = nil, _ content: (_ write: ([UInt8]) -> Bool) -> Void
) throws(FileError) {
  func failure() -> FileError { FileError(path: path, reason: String(cString: strerror(errno))) }
  let folder = folderPath(of: path)
  let name = ".\(lastPathPart(of: path)).\(getpid()).part"
  let temporary = folder.isEmpty ? name : folder + "/" + name
  let descriptor = open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { throw failure() }
  var written: Int32 = 0
  content { bytes in
    if written == 0 { written = writeAll(bytes, to: descriptor) }
    return written == 0
  }
  var reason = written == 0 ? nil : String(cString: strerror(written))
  if reason == nil, let permissions, fchmod(descriptor, permissions) != 0 { reason = String(cString: strerror(errno)) }
  if reason == nil && fsync(descriptor) != 0 { reason = String(cString: strerror(errno)) }
  if close(descriptor) != 0 && reason == nil { reason = String(cString: strerror(errno)) }
  if reason == nil && rename(temporary, path) != 0 { reason = String(cString: strerror(errno)) }
  if let reason {
    unlink(temporary)
    throw FileError(path: path, reason: reason)
  }
}

/// The number of processors that may be used.
func processorCount() -> Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
