# A session with the server in plain sentences. "Pieces" are entries, "parts" are chunks of files.

exchange-title = What the last sending did, and why
exchange-number = Contact { $number }
exchange-over-quic = It went over QUIC, on UDP.
exchange-over-tcp = It went over TCP, because this network lets no UDP through.
exchange-waited = { $count ->
    [0] This phone never had to wait for the server.
    [one] This phone waited once for the server.
   *[other] This phone waited { $count } times for the server.
}
exchange-held = { $own ->
    [0] This phone had written nothing yet.
    [one] This phone had written one piece; the server had said that { $stored } of it is on its disk.
   *[other] This phone had written { $own } pieces; the server had said that { $stored } of them are on its disk.
}
exchange-offered-again = The server was put back from a backup: what it had stored before was offered again.
exchange-others = { $count ->
    [one] It also had one piece that somebody else wrote and that this server may lack.
   *[other] It also had { $count } pieces that others wrote and that this server may lack.
}
exchange-sent-nothing = Nothing had to be sent.
exchange-sent = { $sent ->
    [one] It sent one piece, which the server had not acknowledged;
   *[other] It sent { $sent } pieces, which the server had not acknowledged;
} { $stored ->
    [one] one is on the server’s disk now.
   *[other] { $stored } are on the server’s disk now.
}
exchange-refused-there = { $count ->
    [one] The server did not take one piece: { $reason }.
   *[other] The server did not take { $count } pieces: { $reason }.
}
exchange-was-a-copy = The server holds other pieces of this phone than the phone itself: this is a copy of an earlier phone, and goes on as another.
exchange-asked-from = It asked for what the server got since position { $position }.
exchange-asked-compared = It had a position of this server that no longer fits, since the server’s database or this phone’s rights are others now: it said what it holds and asked for the rest.
exchange-asked-all = It had nothing of this server yet, and asked for everything.
exchange-received-nothing = Nothing new came.
exchange-received = { $received ->
    [one] One piece came,
   *[other] { $received } pieces came,
} { $new ->
    [0] none of them new here.
    [one] one of them new here.
   *[other] { $new } of them new here.
}
exchange-reached = This phone now has everything that it may read up to position { $position }.
exchange-refused-here = { $count ->
    [one] This phone did not take one piece: { $reason }.
   *[other] This phone did not take { $count } pieces: { $reason }.
}
exchange-parts = Of files, { $up } parts went out and { $down } came in.
exchange-unfinished = { $count ->
    [one] One interview under way stays on this phone until it is finished.
   *[other] { $count } interviews under way stay on this phone until they are finished.
}
exchange-rights = The server sends what your role and area let you read, and says nothing of the rest.
exchange-bytes = { $up } bytes went out and { $down } came in; unpacked they are { $up_plain } and { $down_plain }.
exchange-later-reason = for a reason of a later version
