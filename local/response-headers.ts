import type { Stack } from './contract.ts';
import type { PublicAnswer } from './public-request.ts';
import { flagAt, isObject, type Loose, numberAt, objectAt, objectsAt, textAt } from './values.ts';

/** Applies a policy's headers to an answer. */
export type HeadersPolicy = (answer: PublicAnswer) => PublicAnswer;

interface Setting {
  readonly name: string;
  readonly value: string;
  readonly override: boolean;
}

/** AWS's managed policy "SecurityHeadersPolicy", by its identifier. */
const MANAGED_SECURITY = '67f7725c-6f97-4210-82d7-5512b31e9d03';
const MANAGED: Loose = {
  SecurityHeadersConfig: {
    ContentTypeOptions: { Override: true },
    FrameOptions: { FrameOption: 'SAMEORIGIN', Override: false },
    ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: false },
    StrictTransportSecurity: { AccessControlMaxAgeSec: 31536000, Override: false },
    XSSProtection: { Protection: true, ModeBlock: true, Override: false },
  },
};

function transportSecurity(rule: Loose): string {
  const parts = [`max-age=${numberAt(rule, 'AccessControlMaxAgeSec') ?? 0}`];
  if (flagAt(rule, 'IncludeSubdomains')) parts.push('includeSubDomains');
  if (flagAt(rule, 'Preload')) parts.push('preload');
  return parts.join('; ');
}

function xssProtection(rule: Loose): string {
  const uri = textAt(rule, 'ReportUri');
  if (!flagAt(rule, 'Protection')) return '0';
  return [
    '1',
    ...(flagAt(rule, 'ModeBlock') ? ['mode=block'] : []),
    ...(uri === undefined ? [] : [`report=${uri}`]),
  ].join('; ');
}

const SECURITY: Readonly<Record<string, { readonly name: string; readonly value: (rule: Loose) => string }>> = {
  ContentSecurityPolicy: {
    name: 'content-security-policy',
    value: (rule) => textAt(rule, 'ContentSecurityPolicy') ?? '',
  },
  ContentTypeOptions: { name: 'x-content-type-options', value: () => 'nosniff' },
  FrameOptions: { name: 'x-frame-options', value: (rule) => textAt(rule, 'FrameOption') ?? 'DENY' },
  ReferrerPolicy: { name: 'referrer-policy', value: (rule) => textAt(rule, 'ReferrerPolicy') ?? 'no-referrer' },
  StrictTransportSecurity: { name: 'strict-transport-security', value: transportSecurity },
  XSSProtection: { name: 'x-xss-protection', value: xssProtection },
};

function readSettings(config: Loose, where: string): Setting[] {
  const settings: Setting[] = [];
  for (const [rule, content] of Object.entries(objectAt(config, 'SecurityHeadersConfig'))) {
    const known = SECURITY[rule];
    if (known === undefined || !isObject(content)) {
      throw new Error(`${where}: the local runtime does not support ${rule} in a response headers policy.`);
    }
    settings.push({ name: known.name, value: known.value(content), override: flagAt(content, 'Override') });
  }
  for (const header of objectsAt(objectAt(config, 'CustomHeadersConfig'), 'Items')) {
    const name = (textAt(header, 'Header') ?? '').toLowerCase();
    settings.push({ name, value: textAt(header, 'Value') ?? '', override: flagAt(header, 'Override') });
  }
  return settings;
}

/**
 * Reads a response headers policy. Strict transport security is left out: over plain HTTP, as on this machine,
 * browsers must ignore it.
 */
export function headersPolicy(stack: Stack, policyRef: string | undefined): HeadersPolicy {
  if (policyRef === undefined) return (answer) => answer;
  const id = stack.find(policyRef);
  const resource = id === undefined ? undefined : stack.resources.get(id);
  if (resource === undefined && policyRef !== MANAGED_SECURITY) {
    throw new Error(`The local runtime does not know the response headers policy ${policyRef}.`);
  }
  const config = resource === undefined ? MANAGED : objectAt(resource.properties, 'ResponseHeadersPolicyConfig');
  for (const name of Object.keys(config)) {
    if (['Comment', 'CustomHeadersConfig', 'Name', 'RemoveHeadersConfig', 'SecurityHeadersConfig'].includes(name))
      continue;
    throw new Error(`${policyRef}: the local runtime does not support ${name} in a response headers policy.`);
  }
  const settings = readSettings(config, policyRef).filter(({ name }) => name !== 'strict-transport-security');
  const removed = objectsAt(objectAt(config, 'RemoveHeadersConfig'), 'Items').map((each) =>
    (textAt(each, 'Header') ?? '').toLowerCase(),
  );
  return (answer) => {
    const headers = { ...answer.headers };
    for (const name of removed) delete headers[name];
    for (const { name, value, override } of settings) if (override || !(name in headers)) headers[name] = value;
    return { ...answer, headers };
  };
}
