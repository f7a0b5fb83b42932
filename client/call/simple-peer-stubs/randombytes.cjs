// Stands in for `randombytes` under simple-peer, which asks for a few bytes and reads them back as hexadecimal text, to
// name its peers and channels. It knows no other encoding.
module.exports = (length) => {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return { toString: () => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') };
};
