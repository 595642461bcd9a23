// Starts the app, watches whether it came alive, and offers a way out in words when it did not.
// The build writes the three hashed addresses in; everything else here is as served.

performance.mark('jiaqiao:boot');

const APP_JS = '__APP_JS__';
const APP_WASM = '__APP_WASM__';
const UPDATE_JS = '__UPDATE_JS__';
const ALIVE_WITHIN_MS = 8000;
const VERSION_WITHIN_MS = 10_000;
const OFFICE_AGAIN_MS = 5000;

const root = document.documentElement;
const isPublicPage = document.body.dataset.entry === 'public';
const isAlive = () => 'alive' in root.dataset; // set by the browser crate once it has mounted, on a public page by us
const skeleton = document.getElementById('boot'); // only the shell has one
const helpPlace = document.getElementById('boot-help');

// The shell's own words for the case that we never came, and the address that they lead to.
document.getElementById('boot-late')?.remove();
if (location.search === '?fresh') history.replaceState(null, '', location.pathname);
if (isPublicPage) mindPasswords();
else start();
if (document.readyState === 'complete') watchVersions();
else addEventListener('load', watchVersions, { once: true });

async function start() {
  watch();
  try {
    const app = await import(APP_JS);
    await app.default({ module_or_path: APP_WASM });
    app.mount_app();
  } catch (error) {
    if (isAlive()) return;
    console.warn('jiaqiao: the app did not start', error);
    help('failed');
    startAgainWhenReached();
  }
}

// A public page was rendered by the server, and its forms work without us. Nothing there needs the app, so a
// first visit costs a few kilobytes; the worker fetches the app meanwhile, while somebody types.
function mindPasswords() {
  for (const button of document.querySelectorAll('button[data-shows]')) {
    const fields = button.dataset.shows.split(' ').map((id) => document.getElementById(id));
    button.addEventListener('click', () => {
      const shown = fields[0].type === 'password';
      for (const field of fields) field.type = shown ? 'text' : 'password';
      const word = button.textContent;
      button.textContent = button.dataset.other;
      button.dataset.other = word;
    });
    button.hidden = false;
  }
  root.dataset.alive = 'true';
}

// After the first paint: nothing on screen waits for it, and without it this version just goes on.
async function watchVersions() {
  try {
    const { watch } = await import(UPDATE_JS);
    await watch({ isApp: !isPublicPage, isAlive, askVersion, forgetProgram });
  } catch (error) {
    console.warn('jiaqiao: new versions are not watched', error);
    fetch(UPDATE_JS, { cache: 'reload' }).catch(() => {}); // for the next start
  }
}

// The office's word on versions, or null when it cannot be reached. A captive portal answers 200 to
// everything, so what counts is that the answer can only be ours.
async function askVersion() {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), VERSION_WITHIN_MS);
  try {
    const options = { cache: 'no-store', credentials: 'omit', redirect: 'error', signal: giveUp.signal };
    const answer = await fetch('/version.json', options);
    const { build, min_client, kill } = await answer.json();
    if (!answer.ok || typeof build !== 'string' || !Number.isInteger(min_client)) return null;
    return { build, minClient: min_client, kill: kill === true };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

// A start that failed because somebody else answered in the office's place is made good as soon as the
// office itself answers. If it answers already, the fault lies elsewhere and reloading would never end.
async function startAgainWhenReached() {
  if (await askVersion()) return;
  const timer = setInterval(async () => {
    if (!(await askVersion())) return;
    clearInterval(timer);
    retry();
  }, OFFICE_AGAIN_MS);
}

// The two files are fetched anew: a damaged copy in the browser's own cache would fail again and again.
async function retry() {
  const files = [APP_JS, APP_WASM].map((url) => fetch(url, { cache: 'reload' }).then((file) => file.arrayBuffer()));
  await Promise.allSettled(files);
  location.reload();
}

// On a slow line the download alone may pass the limit, so the words say "slow" and leave by
// themselves when the app comes alive after all.
function watch() {
  const timer = setTimeout(() => help('slow'), ALIVE_WITHIN_MS);
  const settled = () => {
    if (!isAlive()) return;
    clearTimeout(timer);
    observer.disconnect();
    skeleton?.remove();
  };
  const observer = new MutationObserver(settled);
  observer.observe(root, { attributes: true, attributeFilter: ['data-alive'] });
  settled();
}

const WORDS = {
  slow: ['打开得比平时慢。可以再等一下，或者重试。', 'This takes longer than usual. You can wait a little, or try again.'],
  failed: ['家桥这次没能打开。', 'Jiaqiao could not open this time.'],
  safe: ['您写的内容都还在本机，没有丢。', 'What you wrote is still on this phone.'],
  retry: ['重试', 'Retry'],
  clear: ['清除应用缓存', 'Clear app copy'],
  clearNote: [
    '清除的只是程序文件，随后会重新下载；您写的内容不受影响。',
    'This clears only the program files, which are then downloaded again; what you wrote is not touched.',
  ],
  offline: [
    '现在连不上家桥，所以没有清除：清除以后，没有网络就打不开了。',
    'Jiaqiao cannot be reached now, so nothing was cleared: without a network it could not open again.',
  ],
};

function help(what) {
  if (!skeleton || !helpPlace) return;
  // The app may have cleared the skeleton away and failed after that.
  if (!skeleton.isConnected) document.body.prepend(skeleton);
  skeleton.setAttribute('aria-busy', 'false');
  helpPlace.replaceChildren(
    paragraph(WORDS[what]),
    paragraph(WORDS.safe),
    button(WORDS.retry, retry),
    button(WORDS.clear, clearAppCopy),
    paragraph(WORDS.clearNote),
  );
  helpPlace.hidden = false;
}

// Deletes program files only, never IndexedDB: what a person wrote lives there. And only while the
// server answers, since a phone that has cleared its copy cannot start again without a network.
async function clearAppCopy() {
  if (!(await askVersion())) {
    document.getElementById('boot-offline')?.remove(); // said once, however often the button is tapped
    const note = paragraph(WORDS.offline);
    note.id = 'boot-offline';
    helpPlace.append(note);
    return;
  }
  await forgetProgram();
  location.reload();
}

// Only secure contexts have workers and caches; WeChat on iOS has none and works as an ordinary page.
async function forgetProgram() {
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(workers.map((worker) => worker.unregister()));
  if (!('caches' in window)) return;
  const ours = (await caches.keys()).filter((name) => name.startsWith('jq-'));
  await Promise.all(ours.map((name) => caches.delete(name)));
}

function paragraph(words) {
  const element = document.createElement('p');
  element.append(...bilingual(words));
  return element;
}

function button(words, act) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'boot-button';
  element.append(...bilingual(words));
  element.addEventListener('click', act);
  return element;
}

function bilingual([chinese, english]) {
  const span = document.createElement('span');
  span.lang = 'en';
  span.textContent = english;
  return [chinese + ' ', span];
}
