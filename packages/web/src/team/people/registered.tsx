import { Button, CopyButton, Group, Stack, Table, Text } from '@mantine/core'
import { Icon } from '../../ui/icon.tsx'
import { words as acts } from '../../words/acts.ts'
import { words } from '../../words/people-list.ts'

/** Somebody of a list: registered, with the link that is shown once, or refused in words. */
export type Registered = { readonly name: string; readonly email: string } & (
  | { readonly link: string }
  | { readonly refused: string }
)

/** Who was registered, with their links; all of them as a table to keep. */
export function RegisteredPeople({ registered }: { readonly registered: readonly Registered[] }) {
  const able = registered.filter((one) => 'link' in one)
  return (
    <Stack gap="sm">
      <Text size="sm" role="status">
        {words.registered(able.length, registered.length - able.length)}
      </Text>
      <Table aria-label={words.links}>
        <Table.Tbody>
          {registered.map((one) => (
            <Table.Tr key={one.email}>
              <Table.Td>
                {one.name}
                <Text size="xs" className="quiet" style={{ overflowWrap: 'anywhere' }}>
                  {one.email}
                </Text>
              </Table.Td>
              <Table.Td>
                {'link' in one ? (
                  <CopyButton value={one.link}>
                    {({ copied, copy }) => (
                      <Button size="compact-sm" variant="default" onClick={copy}>
                        {copied ? acts.copied : words.copyLink}
                      </Button>
                    )}
                  </CopyButton>
                ) : (
                  <Text size="sm" c="red">
                    {one.refused}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {able.length > 0 && (
        <Group>
          <Button
            component="a"
            variant="default"
            leftSection={<Icon name="download" />}
            href={`data:text/csv;charset=utf-8,${encodeURIComponent(asCsv(able))}`}
            download={words.fileName}
          >
            {words.download}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function asCsv(people: readonly { readonly name: string; readonly email: string; readonly link: string }[]): string {
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`
  return ['name,email,link', ...people.map(({ name, email, link }) => [name, email, link].map(cell).join(','))].join(
    '\r\n',
  )
}
