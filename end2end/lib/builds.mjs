// Further builds of the app without compiling it again: the finished one, with a changed wasm and so with another
// name, other addresses and other hashes everywhere that a real change would have them.

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const SHELL = '/app/shell';
const WORKER = '/sw.js';
const sha256 = (bytes, coding) => createHash('sha256').update(bytes).digest(coding);

/** A custom section at the end: another file, the same program. */
const marked = (wasm, mark) => {
  const name = Buffer.from('jiaqiao.mark');
  const content = Buffer.concat([Buffer.from([name.length]), name, Buffer.from(mark)]);
  if (content.length > 127) throw new Error('a mark is short');
  return Buffer.concat([wasm, Buffer.from([0, content.length]), content]);
};

const replaced = (bytes, pairs) => {
  let text = bytes.toString('utf8');
  for (const [old, fresh] of pairs) {
    if (!text.includes(old)) throw new Error(`${old} is not where a build has it`);
    text = text.replaceAll(old, fresh);
  }
  return Buffer.from(text);
};

export class Build {
  static read(folder) {
    const build = new Build();
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    Object.assign(build, { folder, name: manifest.build, entry: manifest.entry });
    build.files = new Map(Object.entries(manifest.files).map(([url, file]) => [url, { ...file, body: readFileSync(join(folder, file.path)) }]));
    return build;
  }

  /** `edit` may change the text of `boot` or `worker`, for builds that differ in more than their name. */
  static after(dist, mark, edit = {}) {
    const build = Build.read(dist);
    const before = { name: build.name, entry: { ...build.entry } };
    const change = (role, body) => { build.entry[role] = build.#rename(build.entry[role], body); };
    change('app_wasm', marked(build.files.get(build.entry.app_wasm).body, mark));
    const boot = replaced(build.files.get(build.entry.boot_js).body, [[before.entry.app_wasm, build.entry.app_wasm]]);
    change('boot_js', edit.boot ? Buffer.from(edit.boot(boot.toString('utf8'))) : boot);
    build.name = sha256(before.name + mark, 'hex').slice(0, 12);
    const shell = build.files.get(SHELL);
    shell.body = replaced(shell.body, [...['app_wasm', 'boot_js'].map((role) => [before.entry[role], build.entry[role]]), [before.name, build.name]]);
    const worker = build.files.get(WORKER);
    worker.body = build.#worker(worker.body.toString('utf8'), before);
    if (edit.worker) worker.body = Buffer.from(edit.worker(worker.body.toString('utf8')));
    build.#write(mkdtempSync(join(tmpdir(), 'jiaqiao-dist-')));
    return build;
  }

  /** The addresses that its worker keeps, with their hashes. */
  get precache() { return precache(this.files.get(WORKER).body.toString('utf8')); }

  forget() { rmSync(this.folder, { recursive: true, force: true }); }

  #rename(url, body) {
    const file = this.files.get(url);
    const path = file.path.replace(/\.[0-9a-f]{10}\./, `.${sha256(body, 'hex').slice(0, 10)}.`);
    this.files.delete(url);
    this.files.set(`/${path}`, { ...file, path, body });
    return `/${path}`;
  }

  #worker(text, before) {
    const now = new Map(Object.keys(before.entry).map((role) => [before.entry[role], this.entry[role]]));
    const list = precache(text).map((kept) => {
      const url = now.get(kept.url) ?? kept.url;
      const { body } = this.files.get(url);
      return { ...kept, url, sha256: sha256(body, 'base64'), bytes: body.length };
    });
    const lines = [[/^const PRECACHE = \[.*?\];/m, `const PRECACHE = ${JSON.stringify(list)};`], [before.name, this.name]];
    return Buffer.from(lines.reduce((worker, [old, fresh]) => worker.replace(old, fresh), text));
  }

  #write(folder) {
    this.folder = folder;
    const files = {};
    for (const [url, { body, ...file }] of this.files) {
      mkdirSync(dirname(join(folder, file.path)), { recursive: true });
      writeFileSync(join(folder, file.path), body);
      file.bytes = body.length;
      if (file.brotli_bytes !== undefined) {
        const packed = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
        writeFileSync(join(folder, `${file.path}.br`), packed);
        file.brotli_bytes = packed.length;
      }
      files[url] = file;
    }
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ build: this.name, entry: this.entry, files }));
  }
}

const precache = (worker) => JSON.parse(/^const PRECACHE = (\[.*?\]);/m.exec(worker)[1]);
