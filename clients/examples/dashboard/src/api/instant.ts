import { z } from 'zod'

/** An instant as JavaScript writes it, whatever the API makes of its freedom: letters, fractions and offsets may be others each time. */
export const Instant = z
  .string()
  .toUpperCase()
  .pipe(z.iso.datetime({ offset: true }))
  .transform((text) => new Date(text).toISOString())
