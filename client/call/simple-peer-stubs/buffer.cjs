// Stands in for `buffer` under simple-peer, which only wraps what the data channel delivered. So `data` listeners get
// a Uint8Array (or a string), never a Node Buffer.
exports.Buffer = { from: (bytes) => new Uint8Array(bytes) };
