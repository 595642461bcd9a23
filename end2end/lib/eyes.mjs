// Somebody who looks at the screens all the time: a page that stands there with nothing on it is a finding.

export class Eyes {
  static open(...pages) {
    const eyes = new Eyes();
    eyes.blanks = [];
    eyes.looks = 0;
    eyes.isOpen = true;
    eyes.done = Promise.all(pages.map((page, tab) => eyes.#watch(page, tab)));
    return eyes;
  }

  async #watch(page, tab) {
    while (this.isOpen) {
      // Between two pages there is none to ask; while one is being read, the browser still shows the last.
      const shown = await page.evaluate(() => (document.readyState === 'loading' ? null : document.body.innerText.trim())).catch(() => null);
      if (shown !== null) this.looks += 1;
      if (shown === '') this.blanks.push(`tab ${tab} at ${page.url()}`);
      await new Promise((wake) => setTimeout(wake, 20));
    }
  }

  async close() {
    this.isOpen = false;
    await this.done;
    return this.blanks;
  }
}
