// The demo's other families: who is whose guardian by the roster, and a way for them to sign in (a new slip).

import { readFileSync } from 'node:fs';

const school = new URL('../../server/demo/school/', import.meta.url);

/** The demo's. */
const TODAY = '2026-11-23';

const rows = (name) => {
  const [head, ...lines] = readFileSync(new URL(name, school), 'utf8').trim().split('\n').map(cells);
  return lines.map((line) => Object.fromEntries(head.map((column, at) => [column, line[at]])));
};

const cells = (line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain);

/** Pupils of a class in the order of their seats, with the roster's names of their guardians. */
export const households = (classId) => {
  const users = new Map(rows('users.csv').map((user) => [user.sourcedId, user]));
  const pupils = rows('enrollments.csv').filter((row) => row.classSourcedId === classId && row.role === 'student'
    && row.beginDate <= TODAY && TODAY <= row.endDate);
  return pupils
    .sort((a, b) => a['metadata.seat'] - b['metadata.seat'])
    .map((row) => users.get(row.userSourcedId))
    .map((user) => ({ id: user.sourcedId, name: user.familyName + user.givenName, guardians: user.agentSourcedIds.split(',').filter(Boolean) }));
};

/** A forgotten password is a new slip: after this the guardian sits at this phone. */
export const claim = async (office, phone, guardian) => {
  const slip = office.command('slips', '--person', guardian, '--base-url', phone.line.url);
  const [, login, code] = /claim\?login=(\d+)&code=([0-9A-Z]{20})/.exec(slip);
  const { page } = phone;
  await phone.go('/claim');
  await page.getByLabel('登录号').fill(login);
  await page.getByLabel('认领码').fill(code);
  await page.getByLabel('设一个密码').fill('一句自己记得住的话');
  await page.getByLabel('再输一次密码').fill('一句自己记得住的话');
  await page.getByRole('button', { name: '开通账户' }).click();
  await page.waitForURL('**/app/today');
  await phone.synced();
  return login;
};

