// The replica's cases, word for word as they run natively, on real IndexedDB.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import http from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Phone } from '../../lib/phone.mjs';

const TYPES = { js: 'text/javascript', wasm: 'application/wasm' };

const serve = async () => {
  const folder = process.env.JIAQIAO_SUITE;
  const server = http.createServer((request, response) => {
    const name = request.url.slice(1);
    if (!name) return response.setHeader('content-type', 'text/html').end('<!doctype html><title>suite</title><link rel=icon href=data:,>');
    response.setHeader('content-type', TYPES[name.split('.').pop()] ?? 'text/plain');
    try { response.end(readFileSync(join(folder, name))); } catch { response.writeHead(404).end(); }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

test('every case of the replica holds on IndexedDB', async (t) => {
  const server = await serve();
  t.after(() => server.close());
  const phone = await Phone.open({ port: server.address().port });
  t.after(() => phone.close());
  await phone.page.goto(`${phone.line.url}/`);
  const told = await phone.page.evaluate(async () => {
    const suite = await import('/suite.js');
    await suite.default({ module_or_path: '/suite_bg.wasm' });
    return suite.run_suite(`run-${Date.now()}`);
  });
  const cases = JSON.parse(told);
  assert.ok(cases.length >= 18, `${cases.length} cases`);
  for (const [name, wrong] of cases) await t.test(name, () => assert.equal(wrong, null));
});
