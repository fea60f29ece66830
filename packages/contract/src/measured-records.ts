import { z } from 'zod'

/** A report of a measurement, as far as every analysis has it. */
export const report = z.looseObject({
  schema: z.literal('muster-report/1'),
  analysis: z.string().describe('What was measured, e.g. drift'),
  title: z.string(),
  findings: z.array(z.looseObject({ title: z.string(), sentence: z.string(), next: z.string() })),
  caveats: z.array(z.string()),
  measures: z.array(z.looseObject({ name: z.string(), value: z.number().nullable() })),
  facts: z.record(z.string(), z.unknown()).describe('Figures about the whole, for conditions of gates'),
  sections: z.array(z.looseObject({ title: z.string() })).describe('Tables and charts as data'),
  sources: z.array(z.looseObject({ role: z.string(), name: z.string(), digest: z.string(), bytes: z.number() })),
  tool: z.looseObject({ name: z.string(), version: z.string() }),
  computed: z.boolean().describe('False for what another program computed'),
  method: z.string(),
  options: z.record(z.string(), z.unknown()),
  result: z.unknown().optional().describe('Everything that was computed'),
})
/** What sealing a measurement answers: the entry, and the report. */
export const measured = z.looseObject({ act: z.string(), subject: z.string(), report })
