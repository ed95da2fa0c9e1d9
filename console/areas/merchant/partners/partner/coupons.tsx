import { useState } from 'preact/hooks';
import type { Coupon, Partnership } from '../../../../api/operations.ts';
import { parts } from '../../../../app/texts.ts';
import { Answer, useAnswer } from '../../../../parts/answer.tsx';
import { ask } from '../../../../parts/asking.tsx';
import { Button } from '../../../../parts/button.tsx';
import { CopyButton } from '../../../../parts/copy-button.tsx';
import { Dialog } from '../../../../parts/dialog.tsx';
import { doing } from '../../../../parts/doing.ts';
import { TextField } from '../../../../parts/fields.tsx';
import { Badge } from '../../../../parts/figures.tsx';
import { Form, useForm } from '../../../../parts/form.tsx';
import { Card } from '../../../../parts/page.tsx';
import { tell } from '../../../../parts/toasts.tsx';
import { api, may } from '../../../../session/person.ts';
import { partner as texts } from '../texts.ts';

const NewCoupon = ({ partner, close }: { readonly partner: Partnership; readonly close: (made: boolean) => void }) => {
  const { t } = texts;
  const form = useForm({
    initial: { code: '' },
    guard: false,
    check: ({ code }) => (code.trim() === '' ? { code: parts.t.form.missing } : {}),
    send: async ({ code }) => {
      await api.post('/v2/coupons', { body: { code: code.trim(), partnership_key: partner.key } });
      tell(t.couponMade(code.trim()));
      close(true);
    },
  });
  return (
    <Dialog title={t.newCoupon} close={() => close(false)}>
      <Form form={form} action={parts.t.save} cancel={() => close(false)}>
        <TextField {...form.field('code')} label={t.code} hint={t.codeHint} required />
      </Form>
    </Dialog>
  );
};

const Actions = ({ coupon, again }: { readonly coupon: Coupon; readonly again: () => Promise<void> }) => {
  const { t } = texts;
  const params = { coupon: coupon.code };
  const run = doing(again);
  const remove = async (): Promise<void> => {
    const yes = await ask({ title: t.deleteCouponAsk(coupon.code), text: t.deleteCouponText, action: parts.t.remove });
    if (yes) await run(() => api.delete('/v2/coupons/{coupon}', { params }), parts.t.saved);
  };
  return (
    <>
      <Button
        label={coupon.active ? t.stopCoupon(coupon.code) : t.startCoupon(coupon.code)}
        onClick={() =>
          void run(() => api.patch('/v2/coupons/{coupon}', { params, body: { active: !coupon.active } }), parts.t.saved)
        }
      >
        {coupon.active ? t.stop : t.start}
      </Button>
      <Button kind="danger" label={t.deleteCouponOf(coupon.code)} onClick={() => void remove()}>
        {parts.t.remove}
      </Button>
    </>
  );
};

/** The coupon codes of a partner: whoever uses one becomes the partner's customer. */
export const Coupons = ({ partner }: { readonly partner: Partnership }) => {
  const { t } = texts;
  const [adding, setAdding] = useState(false);
  const coupons = useAnswer(
    () => api.get('/v2/coupons', { query: { partnership_key: partner.key, limit: 100 } }),
    [partner.key],
  );
  return (
    <Card
      title={t.coupons}
      actions={may('sales:write') ? <Button onClick={() => setAdding(true)}>{t.newCoupon}</Button> : undefined}
    >
      <Answer of={coupons} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="muted">{t.noCoupons}</p>
          ) : (
            <ul class="lines">
              {items.map((coupon) => (
                <li key={coupon.key} class="badges">
                  <strong>{coupon.code}</strong>
                  <Badge kind={coupon.active ? 'good' : 'neutral'}>
                    {coupon.active ? t.couponActive : t.couponStopped}
                  </Badge>
                  <CopyButton text={coupon.code} label={t.copyCode(coupon.code)} />
                  {may('sales:write') ? <Actions coupon={coupon} again={coupons.again} /> : null}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      {adding ? (
        <NewCoupon
          partner={partner}
          close={(made) => {
            setAdding(false);
            if (made) void coupons.again();
          }}
        />
      ) : null}
    </Card>
  );
};
