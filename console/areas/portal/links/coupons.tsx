import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { Badge } from '../../../parts/figures.tsx';
import { Card } from '../../../parts/page.tsx';
import { api, partnership } from '../../../session/person.ts';
import { links } from './texts.ts';

const MOST = 100;

/** The partner's coupon codes. */
export const Coupons = () => {
  const { t } = links;
  const coupons = useAnswer(() => api.get('/v2/portal/coupons', { query: { limit: MOST } }), [partnership.value?.key]);
  return (
    <Card title={t.codes}>
      <Answer of={coupons} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="muted">{t.noCodes}</p>
          ) : (
            <>
              <p class="muted">{t.codesText}</p>
              <ul class="codes">
                {items.map(({ key, code, active }) => (
                  <li key={key} class="copy-line">
                    <code class="address">{code}</code>
                    {active ? (
                      <CopyButton text={code} label={t.copy(code)} />
                    ) : (
                      <Badge kind="warning">{t.inactive}</Badge>
                    )}
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Answer>
    </Card>
  );
};
