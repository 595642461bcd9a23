// A phone's line to the office: an HTTP proxy of its own that can be cut, that doubles requests and loses
// answers. Its address is the phone's origin.

import http from 'node:http';
import { once } from 'node:events';

export class Line {
  /** `misuse(request, n)` may answer 'cut' (no request arrives), 'lose' (no answer comes back), 'double'. */
  static async open(office) {
    const line = new Line();
    line.office = office;
    line.isUp = true;
    line.misuse = () => null;
    line.onForward = () => {};
    line.count = 0;
    line.sockets = new Set();
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

  async #serve(request, response) {
    const parts = [];
    try {
      for await (const part of request) parts.push(part);
    } catch { return; }
    const body = Buffer.concat(parts);
    const fate = this.misuse(request, ++this.count);
    if (fate === 'cut' || !this.isUp) return request.socket.destroy();
    try {
      if (fate === 'double') await this.#forward(request, body);
      const answer = await this.#forward(request, body);
      if (fate === 'lose' || !this.isUp) return request.socket.destroy();
      response.writeHead(answer.status, answer.headers);
      response.end(answer.body);
    } catch {
      request.socket.destroy();
    }
  }

  #forward(request, body) {
    return new Promise((resolve, reject) => {
      const target = { host: '127.0.0.1', port: this.office.port, method: request.method, path: request.url, headers: request.headers };
      const upstream = http.request(target, async (answer) => {
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
