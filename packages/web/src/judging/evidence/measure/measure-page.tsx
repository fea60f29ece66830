import { Box, SimpleGrid, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useAnswer } from '../../../api/queries.ts'
import { at } from '../../../routing/addresses.ts'
import { TextLink } from '../../../routing/link.tsx'
import { useParam, useSearchText } from '../../../routing/params.ts'
import { PageFrame } from '../../../ui/page-frame.tsx'
import { words as gate } from '../../../words/gates.ts'
import { words } from '../../../words/evidence.ts'
import type { Analysis } from '../asked.ts'
import { askAnalyses } from '../asked.ts'
import { MeasureForm } from './measure-form.tsx'

const { measure } = words

export function Page() {
  const version = useAnswer('version.show', { version: useParam('version') })
  const model = useAnswer('model.show', { model: version.model })
  const { data: analyses } = useSuspenseQuery(askAnalyses())
  const chosen = useSearchText('analysis')
  const analysis = analyses.find((a) => a.name === chosen)
  const address = at.measure(version.project, version.id)
  return (
    <PageFrame
      title={analysis?.title ?? measure.title}
      above={
        <TextLink to={at.version(version.project, version.id)} size="sm">
          {gate.version(model.name, version.number)}
        </TextLink>
      }
      about={analysis?.help ?? measure.about}
      actions={
        analysis !== undefined && (
          <TextLink to={address} size="sm">
            {measure.another}
          </TextLink>
        )
      }
    >
      {analysis === undefined ? (
        <Choice of={analyses} address={address} />
      ) : (
        <MeasureForm key={analysis.name} analysis={analysis} version={version} />
      )}
    </PageFrame>
  )
}

/** Everything that can be measured: the server's own table. */
function Choice({ of, address }: { readonly of: readonly Analysis[]; readonly address: string }) {
  return (
    <SimpleGrid component="ul" cols={{ base: 1, sm: 2, lg: 3 }} spacing="md" m={0} p={0} style={{ listStyle: 'none' }}>
      {of.map((a) => (
        <Box
          key={a.name}
          component="li"
          p="md"
          style={{
            border: '1px solid var(--mantine-color-default-border)',
            borderRadius: 'var(--mantine-radius-md)',
            background: 'var(--mantine-color-body)',
          }}
        >
          <TextLink to={`${address}?analysis=${a.name}`} fw={600}>
            {a.title}
          </TextLink>
          <Text size="sm" mt={4}>
            {a.help}
          </Text>
          <Text size="xs" className="quiet" mt={6}>
            {measure.takes(a.files.filter((f) => !f.optional).length)} ·{' '}
            {measure.seals([a.kind, ...a.kinds].filter((k, i, all) => all.indexOf(k) === i).join(', '))}
          </Text>
        </Box>
      ))}
    </SimpleGrid>
  )
}
