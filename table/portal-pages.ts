import * as z from 'zod/mini';
import { Target } from '../domain/targets.ts';
import { Definition, family } from './definitions.ts';

/** A further page of the portal; its name is the slug by which it is found. */
export const PortalPage = z.extend(Definition, {
  title: z.string(),
  text: z.string(),
  position: z.int(),
  target: Target,
});
export type PortalPage = z.infer<typeof PortalPage>;

export const portalPages = family('PAGE', 'page', PortalPage);
