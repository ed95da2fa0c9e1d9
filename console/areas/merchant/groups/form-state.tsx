import { useState } from 'preact/hooks';
import type { FormTemplate } from '../../../api/operations.ts';
import { Button } from '../../../parts/button.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { ConfirmDialog } from '../../../parts/dialog.tsx';
import { Badge } from '../../../parts/figures.tsx';
import { Card } from '../../../parts/page.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { forms } from './texts.ts';

interface FormStateProps {
  readonly template: FormTemplate;
  readonly changed: () => Promise<void>;
}

/** Whether the form is on, and a look at it as everybody sees it. */
export const FormState = ({ template, changed }: FormStateProps) => {
  const { t } = forms;
  const { enabled, type, url, version } = template;
  const [stopping, setStopping] = useState(false);
  const turn = async (to: boolean): Promise<void> => {
    await api.patch('/v2/form-templates/{form}', { params: { form: template.key }, body: { enabled: to } });
    tell(to ? t.turnedOn : t.turnedOff);
    await changed();
  };
  return (
    <Card
      title={t.titles[type]}
      actions={
        <span class="row-actions">
          <Badge kind={enabled ? 'good' : 'neutral'}>{enabled ? t.on : t.off}</Badge>
          <Badge>{t.version(version)}</Badge>
        </span>
      }
    >
      <p class="muted">{t.leads[type]}</p>
      {enabled ? null : <p>{t.isOff}</p>}
      <div class="actions">
        {enabled ? (
          <a class="button button-normal" href={url} target="_blank" rel="noopener">
            {t.view} <span aria-hidden="true">↗</span>
          </a>
        ) : null}
        {may('forms:write') ? (
          <Button
            kind={enabled ? 'normal' : 'primary'}
            onClick={() => (enabled ? setStopping(true) : void turn(true).catch(tellProblem))}
          >
            {enabled ? t.turnOff : t.turnOn}
          </Button>
        ) : null}
      </div>
      {stopping ? (
        <ConfirmDialog
          title={t.offTitle}
          action={t.turnOff}
          hurts
          close={() => setStopping(false)}
          confirm={() => turn(false)}
        >
          <p>{t.offText}</p>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
};

const Snippet = ({ title, text, label }: { readonly title: string; readonly text: string; readonly label: string }) => (
  <div class="snippet">
    <div class="snippet-head">
      <h3>{title}</h3>
      <CopyButton text={text} label={label} />
    </div>
    <pre class="copy-text">
      <code>{text}</code>
    </pre>
  </div>
);

/** What puts the form on the merchant's own page. */
export const FormEmbedding = ({ template: { embed, url } }: { readonly template: FormTemplate }) => {
  const { t } = forms;
  return (
    <Card title={t.embed}>
      <p class="muted">{t.embedText}</p>
      <Snippet title={t.embedScript} text={embed.script} label={t.copyScript} />
      <Snippet title={t.embedFrame} text={embed.iframe} label={t.copyFrame} />
      <Snippet title={t.embedLink} text={url} label={t.copyLink} />
    </Card>
  );
};
