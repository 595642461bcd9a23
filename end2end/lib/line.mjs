// A phone's line to the office: an HTTP proxy of its own that can be cut, that doubles requests and loses
// answers. Its address is the phone's origin.

import http from 'node:http';
import { once } from 'node:events';

export class Line {
  /**
   * `misuse(request, n)` may answer 'cut' (no request arrives), 'lose' (no answer comes back), 'double', 'portal' (a
   * hotel's page with status 200), 'half' (the answer breaks off in the middle), 'wrong' (type and length are
   * right, the bytes are not), or a function that makes another answer of the office's.
   */
  static async open(office) {
    const line = new Line();
    line.office = office;
    line.isUp = true;
    line.misuse = () => null;
    line.onForward = () => {};
    line.onAnswer = () => {};
    line.count = 0;
    line.sockets = new Set();
    line.streams = new Set();
    line.streamsOpened = 0;
    line.server = http.createServer((request, response) => line.#serve(request, response));
    line.server.on('connection', (socket) => {
      if (!line.isUp) return socket.destroy();
      line.sockets.add(socket);
      socket.on('close', () => line.sockets.delete(socket));
    });
    line.server.listen(0, '127.0.0.1');
    await once(line.server, 'listening');
    line.url = `http://127.0.0.1:${line.server.address().port}`;
    return line;
  }

  /** Airplane mode: open connections die, new ones are refused. */
  down() {
    this.isUp = false;
    for (const socket of this.sockets) socket.destroy();
  }

  up() { this.isUp = true; }

  /** Wake-up streams that are open on this line break off. */
  cutStreams() {
    for (const stream of this.streams) stream.destroy();
  }

  async #serve(request, response) {
    const parts = [];
    try {
      for await (const part of request) parts.push(part);
    } catch { return; }
    const body = Buffer.concat(parts);
    const fate = this.misuse(request, ++this.count);
    if (fate === 'cut' || !this.isUp) return request.socket.destroy();
    if (fate === 'portal') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'max-age=600' });
      return response.end('<!doctype html><title>Hotel</title><p>Please sign in to our Wi-Fi.</p>');
    }
    // What is to be changed must not come compressed.
    if (fate === 'wrong' || typeof fate === 'function') delete request.headers['accept-encoding'];
    try {
      if (fate === 'double') await this.#forward(request, body);
      const answer = await this.#forward(request, body);
      this.onAnswer(request, answer);
      if (fate === 'lose' || !this.isUp) return request.socket.destroy();
      if (answer.stream) return this.#carry(answer, response);
      if (fate === 'wrong') answer.body.fill(0, answer.body.length >> 1);
      if (typeof fate === 'function') fate(answer);
      response.writeHead(answer.status, answer.headers);
      if (fate === 'half') return response.write(answer.body.subarray(0, answer.body.length >> 1), () => request.socket.destroy());
      response.end(answer.body);
    } catch {
      request.socket.destroy();
    }
  }

  /** An answer without an end: each piece goes on as it comes, and an end at either side ends both. */
  #carry({ status, headers, stream }, response) {
    this.streams.add(stream);
    this.streamsOpened += 1;
    const end = () => {
      this.streams.delete(stream);
      stream.destroy();
      response.destroy();
    };
    stream.on('close', end);
    stream.on('error', end);
    response.on('close', end);
    response.writeHead(status, headers);
    response.flushHeaders();
    stream.pipe(response);
  }

  #forward(request, body) {
    return new Promise((resolve, reject) => {
      const target = { host: '127.0.0.1', port: this.office.port, method: request.method, path: request.url, headers: request.headers };
      const upstream = http.request(target, async (answer) => {
        if (answer.headers['content-type'] === 'text/event-stream') {
          const { 'transfer-encoding': _, ...headers } = answer.headers;
          return resolve({ status: answer.statusCode, headers, stream: answer });
        }
        const parts = [];
        try { for await (const part of answer) parts.push(part); } catch (error) { return reject(error); }
        const headers = { ...answer.headers };
        delete headers['transfer-encoding'];
        resolve({ status: answer.statusCode, headers, body: Buffer.concat(parts) });
      });
      upstream.on('error', reject);
      upstream.end(body);
      this.onForward(request);
    });
  }

  async close() {
    this.down();
    this.server.close();
  }
}
