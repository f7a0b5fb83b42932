// Stands in for `readable-stream` under simple-peer: the few corners of a Duplex that it touches, on an EventEmitter.
// Nothing is buffered and nobody is slowed down, so only `send` and `on('data')` may be used, never pipes.
const { EventEmitter } = require('events');

exports.Duplex = class Duplex extends EventEmitter {
  readable = true;
  writable = true;
  _readableState = { ended: false };
  _writableState = { finished: false };

  push(data) {
    if (data !== null) return this.emit('data', data);
    if (!this._readableState.ended) {
      this._readableState.ended = true;
      this.emit('end');
    }
    return false;
  }

  write(chunk, encoding, written = () => {}) {
    this._write(chunk, encoding, written);
    return true;
  }

  end() {
    if (this._writableState.finished) return;
    this._writableState.finished = true;
    this.emit('finish');
  }
};
