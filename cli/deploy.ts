import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildConsole, ROOT } from './build.ts';
import {
  checkCredentials,
  DeployProblem,
  type DeployStep,
  describe,
  EDGE_OUTPUTS,
  edgeStep,
  mainStep,
  readOptions,
  webAclArnOf,
} from './deployment.ts';

const CDK = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** Deploys one stage: says what it will do, then lets CDK do it. */
function deploy(argv: readonly string[]): void {
  const options = readOptions(argv);
  console.log(describe(options));
  if (options.printOnly) return;
  checkCredentials(options, process.env, homedir());
  buildConsole((line) => console.log(line));
  let webAclArn: string | undefined;
  if (options.waf) {
    mkdirSync(dirname(join(ROOT, EDGE_OUTPUTS)), { recursive: true });
    run(edgeStep(options));
    const outputs: unknown = JSON.parse(readFileSync(join(ROOT, EDGE_OUTPUTS), 'utf8'));
    webAclArn = webAclArnOf(options.stage, outputs);
  }
  run(mainStep(options, webAclArn));
}

function run(step: DeployStep): void {
  console.log(`\n${step.title}`);
  // The app runs on the same Node as this command, whatever the machine has.
  const path = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  const { status } = spawnSync(process.execPath, [CDK, ...step.args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  if (status !== 0) throw new DeployProblem(`"${step.title}" did not succeed; the lines above say why.`);
}

try {
  deploy(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof DeployProblem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
