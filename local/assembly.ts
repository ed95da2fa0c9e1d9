import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isObject, type Loose, objectAt, parseJson, textAt } from './values.ts';

/** A synthesised CDK app on disk: the one stack in it, its template, and where its assets lie. */
export interface Assembly {
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  readonly template: Loose;
  /** The folder or file of an asset, by the object key under which it would be uploaded. */
  assetPath(objectKey: string): string | undefined;
}

const LOCAL_ACCOUNT = '000000000000';
const LOCAL_REGION = 'us-east-1';

function readObject(file: string): Loose {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`${file} is missing: synthesise the app first (npm run synth).`);
  }
  const parsed = parseJson(text);
  if (!isObject(parsed)) throw new Error(`${file} holds no JSON object.`);
  return parsed;
}

/** `aws://account/region`, with stand-ins for an app that is synthesised for any account. */
function readEnvironment(artifact: Loose): { account: string; region: string } {
  const [account, region] = (textAt(artifact, 'environment') ?? '').replace(/^aws:\/\//, '').split('/');
  return {
    account: account === undefined || account === '' || account === 'unknown-account' ? LOCAL_ACCOUNT : account,
    region: region === undefined || region === '' || region === 'unknown-region' ? LOCAL_REGION : region,
  };
}

function readAssets(folder: string, artifacts: Loose): Map<string, string> {
  const paths = new Map<string, string>();
  for (const artifact of Object.values(artifacts).filter(isObject)) {
    if (artifact['type'] !== 'cdk:asset-manifest') continue;
    const file = textAt(objectAt(artifact, 'properties'), 'file');
    if (file === undefined) continue;
    const files = objectAt(readObject(join(folder, file)), 'files');
    for (const asset of Object.values(files).filter(isObject)) {
      const path = textAt(objectAt(asset, 'source'), 'path');
      for (const destination of Object.values(objectAt(asset, 'destinations')).filter(isObject)) {
        const key = textAt(destination, 'objectKey');
        if (path !== undefined && key !== undefined) paths.set(key, resolve(folder, path));
      }
    }
  }
  return paths;
}

/** Reads the output folder of `cdk synth`; it must hold exactly one stack. */
export function readAssembly(folder: string): Assembly {
  const artifacts = objectAt(readObject(join(folder, 'manifest.json')), 'artifacts');
  const stacks = Object.entries(artifacts).filter(
    (entry): entry is [string, Loose] => isObject(entry[1]) && entry[1]['type'] === 'aws:cloudformation:stack',
  );
  const [only, ...more] = stacks;
  if (only === undefined || more.length > 0) {
    throw new Error(`${folder} holds ${stacks.length} stacks; the local runtime runs an assembly of exactly one.`);
  }
  const [name, artifact] = only;
  const properties = objectAt(artifact, 'properties');
  const file = textAt(properties, 'templateFile');
  if (file === undefined) throw new Error(`${folder}/manifest.json names no template for stack ${name}.`);
  const assets = readAssets(folder, artifacts);
  return {
    stackName: textAt(properties, 'stackName') ?? name,
    ...readEnvironment(artifact),
    template: readObject(join(folder, file)),
    assetPath: (key) => assets.get(key),
  };
}
