// Starts the app, watches whether it came alive, and offers a way out in words when it did not.
// The build writes the two hashed addresses in; everything else here is as served.

performance.mark('jiaqiao:boot');

const APP_JS = '__APP_JS__';
const APP_WASM = '__APP_WASM__';
const ALIVE_WITHIN_MS = 8000;

const root = document.documentElement;
const isPublicPage = document.body.dataset.entry === 'public';
const isAlive = () => 'alive' in root.dataset; // set by the browser crate once it has mounted
const skeleton = document.getElementById('boot'); // only the shell has one
const helpPlace = document.getElementById('boot-help');

registerWorker();
start();

async function start() {
  if (!isPublicPage) watch();
  try {
    const app = await import(APP_JS);
    await app.default({ module_or_path: APP_WASM });
    if (isPublicPage) app.hydrate_public();
    else app.mount_app();
  } catch (error) {
    // A public page was rendered by the server and its forms work without us: stay silent.
    if (isPublicPage || isAlive()) return;
    console.warn('jiaqiao: the app did not start', error);
    help('failed');
  }
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
    button(WORDS.retry, () => location.reload()),
    button(WORDS.clear, clearAppCopy),
    paragraph(WORDS.clearNote),
  );
  helpPlace.hidden = false;
}

// Deletes program files only, never IndexedDB: what a person wrote lives there. And only while the
// server answers, since a phone that has cleared its copy cannot start again without a network.
async function clearAppCopy() {
  if (!(await serverAnswers())) {
    document.getElementById('boot-offline')?.remove(); // said once, however often the button is tapped
    const note = paragraph(WORDS.offline);
    note.id = 'boot-offline';
    helpPlace.append(note);
    return;
  }
  if ('caches' in window) {
    const ours = (await caches.keys()).filter((name) => name.startsWith('jq-'));
    await Promise.all(ours.map((name) => caches.delete(name)));
  }
  if ('serviceWorker' in navigator) {
    const workers = await navigator.serviceWorker.getRegistrations();
    await Promise.all(workers.map((worker) => worker.unregister()));
  }
  location.reload();
}

async function serverAnswers() {
  try {
    const answer = await fetch('/app/shell', { cache: 'no-store', redirect: 'error' });
    return answer.ok;
  } catch {
    return false;
  }
}

// Only secure contexts have workers; WeChat on iOS has none and works as an ordinary page.
function registerWorker() {
  if (!window.isSecureContext || !('serviceWorker' in navigator)) return;
  const register = () =>
    navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' }).catch(() => {});
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
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
