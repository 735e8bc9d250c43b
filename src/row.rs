//! Rows of numbers as bytes: the lowest byte first on every machine, the number of bytes before them, a checksum behind.
//!
//! The checksum is CRC-32, over a row's place in the file, its length and its bytes. It finds every damage that touches no more
//! than 32 bits in a row, and all but one in four thousand million of the others; against a forger it is no help.

use std::io::{self, Read, Write};

use crc32fast::Hasher;

use crate::error::SnapshotFault;

/// Bytes that are turned into numbers at once.
const CHUNK: usize = 1 << 16;

/// Writes rows one after the other.
pub(crate) struct RowWriter<'a> {
    to: &'a mut dyn Write,
    count: u32,
}

impl<'a> RowWriter<'a> {
    pub(crate) fn new(to: &'a mut dyn Write) -> Self {
        Self { to, count: 0 }
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.row(bytes.len(), std::iter::once(bytes))
    }

    pub(crate) fn u16s(&mut self, numbers: impl ExactSizeIterator<Item = u16>) -> io::Result<()> {
        self.numbers::<2>(numbers.map(u16::to_le_bytes))
    }

    pub(crate) fn u32s(&mut self, numbers: impl ExactSizeIterator<Item = u32>) -> io::Result<()> {
        self.numbers::<4>(numbers.map(u32::to_le_bytes))
    }

    pub(crate) fn u64s(&mut self, numbers: impl ExactSizeIterator<Item = u64>) -> io::Result<()> {
        self.numbers::<8>(numbers.map(u64::to_le_bytes))
    }

    fn numbers<const WIDTH: usize>(
        &mut self,
        mut numbers: impl ExactSizeIterator<Item = [u8; WIDTH]>,
    ) -> io::Result<()> {
        let len = numbers.len() * WIDTH;
        let chunks = std::iter::from_fn(|| {
            let chunk: Vec<u8> = numbers.by_ref().take(CHUNK / WIDTH).flatten().collect();
            (!chunk.is_empty()).then_some(chunk)
        });
        self.row(len, chunks)
    }

    fn row<B: AsRef<[u8]>>(&mut self, len: usize, chunks: impl Iterator<Item = B>) -> io::Result<()> {
        let len = (len as u64).to_le_bytes();
        let mut checksum = checksum_of(self.count, len);
        self.count += 1;
        self.to.write_all(&len)?;
        for chunk in chunks {
            checksum.update(chunk.as_ref());
            self.to.write_all(chunk.as_ref())?;
        }
        self.to.write_all(&checksum.finalize().to_le_bytes())
    }
}

/// Reads what a [`RowWriter`] wrote.
pub(crate) struct RowReader<'a> {
    from: &'a mut dyn Read,
    /// Bytes that are left, so that no damaged length can ask for more memory than there is file.
    left: u64,
    count: u32,
    chunk: Vec<u8>,
}

impl<'a> RowReader<'a> {
    pub(crate) fn new(from: &'a mut dyn Read, left: u64) -> Self {
        Self { from, left, count: 0, chunk: vec![0; CHUNK] }
    }

    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, RowError> {
        let (len, mut checksum) = self.begin(1)?;
        let mut bytes = vec![0; len];
        self.from.read_exact(&mut bytes)?;
        checksum.update(&bytes);
        self.end(checksum)?;
        Ok(bytes)
    }

    pub(crate) fn text(&mut self) -> Result<String, RowError> {
        String::from_utf8(self.bytes()?).map_err(|_| RowError::inconsistent("a text is no UTF-8"))
    }

    pub(crate) fn u16s(&mut self) -> Result<Vec<u16>, RowError> {
        self.numbers(u16::from_le_bytes)
    }

    pub(crate) fn u32s(&mut self) -> Result<Vec<u32>, RowError> {
        self.numbers(u32::from_le_bytes)
    }

    pub(crate) fn u64s(&mut self) -> Result<Vec<u64>, RowError> {
        self.numbers(u64::from_le_bytes)
    }

    fn numbers<const WIDTH: usize, T>(&mut self, number: impl Fn([u8; WIDTH]) -> T) -> Result<Vec<T>, RowError> {
        let (len, mut checksum) = self.begin(WIDTH)?;
        let mut numbers = Vec::with_capacity(len / WIDTH);
        let mut left = len;
        while left > 0 {
            let chunk = &mut self.chunk[..left.min(CHUNK)];
            self.from.read_exact(chunk)?;
            checksum.update(chunk);
            numbers.extend(chunk.as_chunks::<WIDTH>().0.iter().map(|bytes| number(*bytes)));
            left -= chunk.len();
        }
        self.end(checksum)?;
        Ok(numbers)
    }

    /// The length of the next row, and the checksum to be taken over it.
    fn begin(&mut self, width: usize) -> Result<(usize, Hasher), RowError> {
        let len = self.array()?;
        let checksum = checksum_of(self.count, len);
        self.count += 1;
        let len = u64::from_le_bytes(len);
        self.left = self.left.checked_sub(len).ok_or(SnapshotFault::Truncated)?;
        let len = usize::try_from(len).map_err(|_| SnapshotFault::Truncated)?;
        if len % width != 0 {
            return Err(SnapshotFault::Damaged.into());
        }
        Ok((len, checksum))
    }

    fn end(&mut self, checksum: Hasher) -> Result<(), RowError> {
        if u32::from_le_bytes(self.array()?) == checksum.finalize() {
            Ok(())
        } else {
            Err(SnapshotFault::Damaged.into())
        }
    }

    fn array<const LEN: usize>(&mut self) -> Result<[u8; LEN], RowError> {
        let mut bytes = [0; LEN];
        self.left = self.left.checked_sub(LEN as u64).ok_or(SnapshotFault::Truncated)?;
        self.from.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// That nothing comes after the last row.
    pub(crate) fn finish(self) -> Result<(), RowError> {
        if self.left == 0 { Ok(()) } else { Err(SnapshotFault::Damaged.into()) }
    }
}

fn checksum_of(place: u32, len: [u8; 8]) -> Hasher {
    let mut checksum = Hasher::new();
    checksum.update(&place.to_le_bytes());
    checksum.update(&len);
    checksum
}

/// Whether these numbers, of which none is less than the one before, divide a row of so many into parts.
pub(crate) fn are_bounds(bounds: &[u32], len: usize) -> bool {
    bounds.first() == Some(&0) && bounds.is_sorted() && bounds.last().is_some_and(|&last| last as usize == len)
}

/// Why a row cannot be read.
#[derive(Debug)]
pub(crate) enum RowError {
    /// The operating system's reason.
    Io(io::Error),
    /// What is wrong with the row.
    Fault(SnapshotFault),
}

impl RowError {
    /// The checksums are right, but the numbers do not fit each other.
    pub(crate) fn inconsistent(what: &'static str) -> Self {
        Self::Fault(SnapshotFault::Inconsistent(what))
    }
}

impl From<io::Error> for RowError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Fault(SnapshotFault::Truncated),
            _ => Self::Io(error),
        }
    }
}

impl From<SnapshotFault> for RowError {
    fn from(fault: SnapshotFault) -> Self {
        Self::Fault(fault)
    }
}
