//! Pictures made up for tests, with what a camera writes into them: a PNG of any size that every program can read.
//!
//! Nothing is packed in it, so that its length follows from its size.

/// A picture of so many pixels, with a remark.
pub fn picture(width: u32, height: u32, remark: &str) -> Vec<u8> {
    let mut rows = Vec::new();
    for y in 0..height {
        rows.push(0);
        rows.extend((0..width).flat_map(|x| [shade(x, width), shade(y, height), 0x60]));
    }
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    for (kind, content) in [
        (b"IHDR", head),
        (b"tEXt", [b"Comment\0", remark.as_bytes()].concat()),
        (b"IDAT", stored(&rows)),
        (b"IEND", Vec::new()),
    ] {
        let part = [&kind[..], &content].concat();
        file.extend_from_slice(&(content.len() as u32).to_be_bytes());
        file.extend_from_slice(&part);
        file.extend_from_slice(&crc(&part).to_be_bytes());
    }
    file
}

fn shade(at: u32, of: u32) -> u8 {
    u8::try_from(u64::from(at) * 255 / u64::from(of.max(1))).unwrap_or(u8::MAX)
}

/// A zlib stream of blocks that are stored as they are.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let blocks = bytes.chunks(65_535).count();
    for (number, block) in (1..).zip(bytes.chunks(65_535)) {
        let length = block.len() as u16;
        stream.push(u8::from(number == blocks));
        stream.extend_from_slice(&length.to_le_bytes());
        stream.extend_from_slice(&(!length).to_le_bytes());
        stream.extend_from_slice(block);
    }
    let (low, high) = bytes.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    stream.extend_from_slice(&(high << 16 | low).to_be_bytes());
    stream
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}
