// What people do with notes, by the names that stand on the screen.

/** What stands on the screen; a list that a phone hides behind a thread does not. */
export const onScreen = (page, words, options) => page.getByText(words, options).filter({ visible: true });

export const seen = (page, words, options) => onScreen(page, words, options).first().waitFor();

export const unseen = (page, words) => page.getByText(words).first().waitFor({ state: 'detached' });

/** Staff: from the class list to a saved note. */
export const writeNote = async (phone, child, words) => {
  const { page } = phone;
  await phone.go('/app/class');
  await page.getByRole('link', { name: child }).first().click();
  await page.getByLabel('内容').fill(words);
  await page.getByRole('button', { name: '存好并发送' }).click();
  await page.waitForURL(/\/app\/notes\/[0-9a-f-]{36}/, { waitUntil: 'commit' });
};

export const openThread = async (phone, words) => {
  await phone.go('/app/notes');
  await phone.page.getByRole('link').filter({ hasText: words }).first().click();
  await phone.page.waitForURL(/\/app\/notes\/[0-9a-f-]{36}/, { waitUntil: 'commit' });
};

export const answer = async (phone, words) => {
  await phone.page.getByRole('textbox', { name: '回复' }).fill(words);
  await phone.page.getByRole('button', { name: '存好并发送' }).click();
  await seen(phone.page, words);
};

/** Waits until so many things on screen (at least one, or none) show this state. */
export const state = async (phone, word, count = 1) => {
  const shown = phone.page.getByRole('main').getByText(word, { exact: true });
  if (count > 0) await shown.filter({ visible: true }).first().waitFor();
  else await shown.first().waitFor({ state: 'detached' });
};
