import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openJournal } from '../../../local/journal.ts';
import { lockFolder } from '../../../local/lock.ts';
import { freshFolder, removeFolders } from './assembly.ts';

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  removeFolders();
});

/** Runs a module in a process of its own, until its first line of output. */
async function elsewhere(code: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  if (child.stdout !== null) await once(child.stdout, 'data');
  return child;
}

const moduleAt = (name: string) => pathToFileURL(join(__dirname, '../../../local', name)).href;

describe('the journal', () => {
  test('keeps what was committed when the process is killed', async () => {
    const file = join(freshFolder(), 'j.db');
    const code = `import { openJournal } from '${moduleAt('journal.ts')}';
      const journal = openJournal('${file}');
      journal.schema('CREATE TABLE t (n INTEGER)');
      for (let n = 0; n < 100; n += 1) journal.run('INSERT INTO t VALUES (?)', n);
      console.log('written');
      setInterval(() => undefined, 1000);`;
    const child = await elsewhere(code);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const journal = openJournal(file);
    expect(journal.all('SELECT count(*) AS n FROM t')).toEqual([{ n: 100 }]);
    journal.close();
  });

  test('undoes a transaction that throws, and only the inner one when that is caught', () => {
    const journal = openJournal(join(freshFolder(), 'j.db'));
    journal.schema('CREATE TABLE t (n INTEGER)');
    const insert = (n: number) => journal.run('INSERT INTO t VALUES (?)', n);
    const fail = () => {
      insert(3);
      throw new Error('no');
    };
    journal.transaction(() => {
      insert(1);
      expect(() => journal.transaction(fail)).toThrow('no');
      journal.transaction(() => insert(2));
    });
    expect(() => journal.transaction(fail)).toThrow('no');
    expect(journal.all('SELECT n FROM t ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }]);
    expect(journal.run('DELETE FROM t').changes).toBe(2);
    journal.close();
  });
});

describe('the lock of a data folder', () => {
  test('keeps a second runtime out, and names the process that holds it', async () => {
    const folder = freshFolder();
    const code = `import { lockFolder } from '${moduleAt('lock.ts')}';
      globalThis.lock = lockFolder('${folder}');
      console.log('locked');
      setInterval(() => undefined, 1000);`;
    const child = await elsewhere(code);
    expect(() => lockFolder(folder)).toThrow(`The data folder ${folder} is in use by process ${child.pid}.`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockFolder(folder).release();
  });

  test('holds in one process, too, until it is released', () => {
    const folder = freshFolder();
    const lock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow('is in use by process');
    lock.release();
    lockFolder(folder).release();
  });
});
