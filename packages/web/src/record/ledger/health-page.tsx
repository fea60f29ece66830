import { Alert, Button, Grid, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { ProblemAlert } from '../../acts/refusals.tsx'
import type { Answers } from '../../api/answers.ts'
import { server } from '../../api/client.ts'
import { knowledge } from '../../api/asking.ts'
import { useAnswer } from '../../api/queries.ts'
import { PersonName } from '../../records/people.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PageFrame, Section } from '../../ui/page-frame.tsx'
import { words } from '../../words/administration.ts'
import { locale } from '../../words/in-language.ts'

const text = words.health
type Health = Answers['workspace.health']

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
/** A number of bytes in the largest unit that fits. */
function size(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const unit = UNITS[step] ?? 'byte'
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(bytes / 1000 ** step)
}

export function Page() {
  const health = useAnswer('workspace.health')
  const { store, files, people, sessions, tokens, streams } = health
  return (
    <PageFrame title={text.title} about={text.about}>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="lg">
            <Section title={text.server}>
              <Facts
                of={[
                  [text.version, health.version],
                  [text.runtime, health.runtime],
                  [text.started, <Instant key="at" at={health.startedAt} />],
                  [text.people, text.counts(people.active, people.inactive, people.services)],
                  [text.sessions, text.sessionsOf(sessions.active, sessions.people)],
                  [text.tokens, String(tokens.active)],
                  [text.streams, String(streams)],
                ]}
              />
            </Section>
            <Section title={text.store}>
              <Facts
                of={[
                  [text.store, `${text[store.kind]} ${store.version}`],
                  [text.schema, String(store.migration)],
                  [text.size, size(store.bytes)],
                  [text.files, `${files.count}, ${size(files.bytes)}`],
                ]}
              />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="lg">
            <Ledger health={health} />
            <Backup health={health} />
          </Stack>
        </Grid.Col>
      </Grid>
    </PageFrame>
  )
}

function Ledger({ health: { ledger, verified } }: { readonly health: Health }) {
  const verifying = useMutation({
    mutationFn: async () => (await server.call('GET', '/api/v1/ledger/verify')) as Answers['ledger.verify'],
    onSettled: () => knowledge.invalidateQueries({ queryKey: ['workspace.health'] }),
  })
  const found = verifying.data?.findings ?? []
  return (
    <Section
      title={text.ledger}
      aside={
        <Button variant="default" size="compact-sm" loading={verifying.isPending} onClick={() => verifying.mutate()}>
          {text.verify}
        </Button>
      }
    >
      <Stack gap="sm">
        <Facts
          of={[
            [text.entries, String(ledger.size)],
            [text.last, ledger.lastAt === null ? '–' : <Instant key="last" at={ledger.lastAt} />],
            [text.origin, ledger.origin],
            [text.key, <code key="key">{ledger.key}</code>],
            [
              text.verified,
              verified === null ? (
                text.never
              ) : (
                <span key="verified">
                  <Instant at={verified.at} /> {text.by} <PersonName id={verified.by} size="xs" />:{' '}
                  {verified.ok ? text.inOrder(verified.size) : text.findings(verified.findings)}
                </span>
              ),
            ],
          ]}
        />
        <ProblemAlert error={verifying.error} />
        <div role="status">
          {verifying.data?.ok === true && (
            <Alert color="green" icon={<Icon name="check" />} title={text.inOrder(verifying.data.size)} />
          )}
          {found.map((f) => (
            <Alert key={f.message} color="red" icon={<Icon name="alert" />} title={f.code}>
              {f.message}
            </Alert>
          ))}
        </div>
      </Stack>
    </Section>
  )
}

function Backup({ health: { backup } }: { readonly health: Health }) {
  return (
    <Section title={text.backup}>
      <Stack gap="sm">
        <Text size="sm">{text.backupAbout}</Text>
        <Facts
          of={[
            [
              text.lastBackup,
              backup === null ? (
                text.never
              ) : (
                <span key="backup">
                  <Instant at={backup.at} /> {text.by} <PersonName id={backup.by} size="xs" />,{' '}
                  {text.holds(backup.size)}
                </span>
              ),
            ],
          ]}
        />
        <Group>
          <Button component="a" href="/api/v1/backup" download leftSection={<Icon name="download" />}>
            {text.download}
          </Button>
        </Group>
        <Text size="sm" className="quiet">
          {text.restore}
        </Text>
      </Stack>
    </Section>
  )
}
