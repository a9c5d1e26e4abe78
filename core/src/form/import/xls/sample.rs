//! A workbook of the older kind, written by hand for tests: no crate here writes them.

/// A survey sheet with a text, whole and broken numbers, a truth, a formula's text, and a name in two bytes a character.
pub(super) fn workbook() -> Vec<u8> {
    let mut globals = record(0x0809, &[0x00, 0x06, 0x05, 0x00]);
    globals.extend(record(0x00e0, &[0; 20]));
    let mut texts = vec![0; 8];
    for text in ["type", "name", "label", "text"] {
        texts.extend([u8::try_from(text.len()).unwrap(), 0, 0]);
        texts.extend(text.bytes());
    }
    texts.extend([3, 0, 1]);
    texts.extend("größe".encode_utf16().take(3).flat_map(u16::to_le_bytes));
    let sheet_place = u32::try_from(globals.len() + 4 + 14 + 4 + texts.len() + 4).unwrap();
    let mut sheet_record = sheet_place.to_le_bytes().to_vec();
    sheet_record.extend([0, 0, 6, 0]);
    sheet_record.extend(b"survey");
    globals.extend(record(0x0085, &sheet_record));
    globals.extend(record(0x00fc, &texts));
    globals.extend(record(0x000a, &[]));
    assert_eq!(globals.len(), usize::try_from(sheet_place).unwrap(), "the sheet begins where its record says");
    globals.extend(sheet());
    compound(&globals)
}

fn sheet() -> Vec<u8> {
    let mut out = record(0x0809, &[0x00, 0x06, 0x10, 0x00]);
    for (row, column, text) in [(0, 0, 0), (0, 1, 1), (0, 2, 2), (1, 0, 3), (1, 1, 4)] {
        out.extend(cell(0x00fd, row, column, &[text, 0, 0, 0]));
    }
    out.extend(cell(0x0203, 1, 2, &2.5_f64.to_le_bytes()));
    out.extend(cell(0x027e, 2, 0, &((7_u32 << 2) | 2).to_le_bytes()));
    out.extend(cell(0x0205, 2, 1, &[1, 0]));
    out.extend(cell(0x0006, 2, 2, &[0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0]));
    out.extend(record(0x0207, &[2, 0, 0, b'o', b'k']));
    out.extend(record(0x000a, &[]));
    out
}

fn cell(kind: u16, row: u16, column: u16, value: &[u8]) -> Vec<u8> {
    let mut data = Vec::new();
    data.extend(row.to_le_bytes());
    data.extend(column.to_le_bytes());
    data.extend([0, 0]);
    data.extend(value);
    record(kind, &data)
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut out = kind.to_le_bytes().to_vec();
    out.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
    out.extend(data);
    out
}

/// A compound file with one stream: header, table of sectors, directory, stream.
fn compound(stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    const LAST: u32 = 0xffff_fffe;
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(SECTOR), 0);
    let sectors = u32::try_from(stream.len() / SECTOR).unwrap();
    let mut header = vec![0; SECTOR];
    header[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    header[30] = 9;
    header[32] = 6;
    let put = |bytes: &mut Vec<u8>, at: usize, number: u32| bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
    for (at, number) in [(44, 1), (48, 1), (56, 4096), (60, LAST), (68, LAST), (76, 0)] {
        put(&mut header, at, number);
    }
    for index in 1..109 {
        put(&mut header, 76 + 4 * index, u32::MAX);
    }
    let mut table = vec![0xff; SECTOR];
    put(&mut table, 0, 0xffff_fffd);
    put(&mut table, 4, LAST);
    for index in 0..sectors {
        let next = if index + 1 == sectors { LAST } else { index + 3 };
        put(&mut table, usize::try_from(8 + 4 * index).unwrap(), next);
    }
    let mut directory = vec![0; SECTOR];
    for (entry, name, start, size) in [(0, "Root Entry", LAST, 0), (1, "Workbook", 2, sectors * 512)] {
        let at = entry * 128;
        for (index, unit) in name.encode_utf16().enumerate() {
            directory[at + 2 * index..at + 2 * index + 2].copy_from_slice(&unit.to_le_bytes());
        }
        directory[at + 64] = u8::try_from(2 * (name.len() + 1)).unwrap();
        put(&mut directory, at + 116, start);
        put(&mut directory, at + 120, size);
    }
    [header, table, directory, stream].concat()
}
