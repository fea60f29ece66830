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

/** An analysis as a form needs it: what can be measured, from which files, with which options. */
export const analysis = z.looseObject({
  name: z.string(),
  title: z.string(),
  help: z.string(),
  files: z.array(
    z.looseObject({
      role: z.string(),
      help: z.string(),
      optional: z.boolean(),
      recorded: z.boolean().describe('Answers of a model that the terminal program records'),
    }),
  ),
  about: z.string().describe('The role of the file that the evidence is about'),
  kind: z.string().describe('The kind of evidence it is sealed as'),
  kinds: z.array(z.string()).describe('The kinds that a request may name instead'),
  split: z.string().describe('The split it is sealed under, unless another is named'),
  options: z
    .record(z.string(), z.unknown())
    .describe(
      'JSON Schema of the options. "x-column" marks those that name columns: "name", or "pair" for name=column',
    ),
})
/** The columns of a file, as a measurement sees them. */
export const fileColumns = z.looseObject({
  name: z.string(),
  digest: z.string(),
  bytes: z.number(),
  rows: z.number(),
  columns: z.array(z.looseObject({ name: z.string(), type: z.string() })),
})
