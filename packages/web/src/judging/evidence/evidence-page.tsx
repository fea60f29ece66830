import { Alert, Button, Grid, Group, Menu, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ActButton } from '../../acts/act-button.tsx'
import { labelOf } from '../../acts/act-schema.ts'
import { Refusals, refusalsIn } from '../../acts/refusals.tsx'
import type { EvidenceAnswer } from '../../api/answers.ts'
import { useAnswer } from '../../api/queries.ts'
import { at } from '../../routing/addresses.ts'
import { TextLink } from '../../routing/link.tsx'
import { useParam } from '../../routing/params.ts'
import { Icon } from '../../ui/icon.tsx'
import { Part, PageFrame } from '../../ui/page-frame.tsx'
import { Status } from '../../ui/status.tsx'
import { words as gate } from '../../words/gates.ts'
import { words } from '../../words/evidence.ts'
import { FactList, Origin, Served, SourceList } from './about.tsx'
import { askReport } from './asked.ts'
import { FindingBox } from './finding-box.tsx'
import { History } from './history-section.tsx'
import { Measures, Slices } from './measures.tsx'
import { ReportView } from './views/view-of.tsx'

export function Page() {
  const evidence = useAnswer('evidence.show', { evidence: useParam('evidence') })
  const version = useAnswer('version.show', { version: evidence.version })
  const model = useAnswer('model.show', { model: version.model })
  return (
    <PageFrame
      title={`${labelOf(evidence.kind)} · ${evidence.split}`}
      above={
        <TextLink to={at.version(evidence.project, version.id)} size="sm">
          {gate.version(model.name, version.number)}
        </TextLink>
      }
      about={
        <Group gap="xs">
          <Status state={evidence.state === 'current' ? (evidence.fresh ? 'fresh' : 'stale') : evidence.state} />
          <Part>
            <Served evidence={evidence} />
          </Part>
        </Group>
      }
      actions={<Actions evidence={evidence} />}
    >
      {evidence.state === 'superseded' && <Alert color="gray">{words.superseded}</Alert>}
      {evidence.withdrawnBecause !== undefined && (
        <Alert color="orange" title={words.withdrawn}>
          {evidence.withdrawnBecause}
        </Alert>
      )}
      <Body evidence={evidence} />
    </PageFrame>
  )
}

/** What was found, its pictures, and where it came from. */
function Body({ evidence: e }: { readonly evidence: EvidenceAnswer }) {
  const { data: report, error, isLoading } = useQuery({ ...askReport(e.id), enabled: e.report !== undefined })
  return (
    <>
      <FindingBox evidence={e} report={report} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="lg">
            {isLoading ? (
              <Skeleton height={420} radius="md" />
            ) : report === undefined ? (
              <>
                {error !== null && (
                  <Alert color="gray" title={words.noReport}>
                    <Refusals of={refusalsIn(error)} />
                  </Alert>
                )}
                <Measures of={e.measures} />
                <Slices of={e.measures} />
              </>
            ) : (
              <ReportView report={report} />
            )}
            <Part>
              <History evidence={e} />
            </Part>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="lg">
            <FactList facts={e.facts} />
            <SourceList evidence={e} report={report} />
            <Origin evidence={e} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  )
}

function Actions({ evidence: e }: { readonly evidence: EvidenceAnswer }) {
  return (
    <>
      <Downloads evidence={e} />
      {e.state === 'current' && (
        <ActButton act="evidence.withdraw" known={{ evidence: e.id }} sample={{ reason: '…' }} variant="default">
          {words.withdraw}
        </ActButton>
      )}
    </>
  )
}

/** The report in every form it has, and the proof that it was sealed. */
function Downloads({ evidence: e }: { readonly evidence: EvidenceAnswer }) {
  const forms = [
    ['json', words.reportJson],
    ['md', words.reportMarkdown],
    ['html', words.reportHtml],
  ] as const
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<Icon name="download" size={14} />}>
          {words.download}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {e.report !== undefined &&
          forms.map(([format, label]) => (
            <Menu.Item
              key={format}
              component="a"
              href={`/api/v1/evidence/${e.id}/report?format=${format}`}
              download={`${e.kind}-${e.id}.${format}`}
            >
              {label}
            </Menu.Item>
          ))}
        {e.report !== undefined && (
          <Menu.Item
            component="a"
            href={`/api/v1/files/${e.report}/content`}
            download={`${e.kind}-${e.id}.sealed.json`}
          >
            {words.reportFile}
          </Menu.Item>
        )}
        <Menu.Item
          component="a"
          href={`/api/v1/ledger/entries/${e.entry}/proof`}
          download={`evidence-${e.id}.tlog-proof`}
        >
          {words.proof}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
