//! What bodies have in common, so that a short one need not spell it out: a raw content dictionary for zstd.
//!
//! One changed answer is mostly signature, hashes and ids, which nothing shortens; the rest of it stands here. Pieces
//! that occur most stand last, because a shorter way back takes fewer bytes. A change of these bytes is a new version
//! of the protocol.

/// Version 1 of the dictionary.
pub const DICTIONARY: &[u8] = b"\
{\"sm3\":\"\",\"n\":1,\"media\":\"image/jpeg\",\"for\":{\"item\":\"P75-\
\",\"media\":\"image/png\",\"for\":\"signature\",\"how\":\"scan\"\
,\"media\":\"audio/mp4\",\"for\":\"refusal\",\"how\":\"recorded\"\
\"for\":\"scene\",\"how\":\"photographed\",\"and\":\"\",\"app\":\"zhian 0.1.0\",\"t\":[17\
,\"orig\":true,\"from\":\"\",\"orig\":false,\"prev\":\"\",\"ok\":true,\"cap\":\"\"}\
{\"over\":\"\",\"sig\":\"\",\"hw\":\"\"}\
{\"name\":\"\",\"role\":\"site-representative\",\"says\":\"\xe5\xb1\x9e\xe5\xae\x9e\xe3\x80\x82\",\"over\":\"\
{\"kind\":\"refused\",\"name\":\"\",\"why\":\"\",\"rec\":\"\",\"wit\":[\"\
{\"item\":\"P75-\",\"sev\":\"A\"record\x01status\x01text\x01evidence\
\"p\":[399000000,1163000000,8,\"gnss\",false],\"cert\":\"\",\"told\":true}\
{\"by\":\"\",\"dev\":\"\"}\
ZP\x01\x02\x01\x87\x01\
\x02\x02\x03\x154\x01B\x02V\x05Wp\x02\x02\x01~\x02\x02 \
,\"s\":[{\"c\":\"meets\",\"by\":\"\",\"t\":[17\
{\"c\":\"defective\",\"f\":{\"\":{\"d\":\"2026-\"},\"\":{\"t\":\"\"},\"\":{\"o\":\"\"}},\"t\":[17\
{\"c\":\"not-applicable\",\"f\":{\"\":{\"n\":\"100\"}},\"t\":[17\
\x00\x02\x01\x00\x10\x01\x02\x02\x02\x15\x084\x01B\x02V\x03W2p\x02q\x02s\x02\x7f\x01\x7f\x03\x7f\x06S76-\x01\x7f\x01\x7f\
}\x7f\x01\x7f\x02\x7f\x10\
\xa7\x00\x01\x01\x01\x02\xf6\x03\x80\x04\x80\x05\x1b\x00\x00\x01\x9a\x06\x80\
\xa7\x00\x01\x01\x01\x02\x82\x1a\x00\x01\x03\x80\x04\x80\x05\x1b\x00\x00\x01\x9a\x06\x80\
\xa7\x00\x01\x01\x01\x02\x82\x19\x01\x03\x81\x59\x01\x00ZP\x01\x01\x01\
\xa3\x00P\x01X\x80\x02\xa3\x00P\x01X \x02P\
\xa7\x00\x01\x01\x01\x02\x82\x19\x01\x48\x03\x81\x58\xffZP\x01\x01\x01\x00\x00\x00\xa3\x00P\
\x02\xf6\x01X\x01\x01\x1b\x01\x10\
\x01\x01\x19\x01\
\x02\x02\x02\x15\x084\x01B\x02V\x03W)p\x02\x7f\x01\x7f\x03\x7f\x06P75-\x01\x7f\x01\x7f\x96\x05\
{\"c\":\"does-not-meet\",\"t\":[17\
{\"c\":\"meets\",\"t\":[17,480,}\x7f\x00\x04\x80\x05\x1b\x00\x00\x01\x9a\x06\x80";
