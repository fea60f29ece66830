import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core'
import type { PersonListed } from '../api/answers.ts'
import { signOut } from '../api/sign-in.ts'
import { at } from '../routing/addresses.ts'
import { useGo } from '../routing/use-go.ts'
import type { IconName } from '../ui/icon.tsx'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/app.ts'

const SCHEMES = [
  ['light', 'sun'],
  ['dark', 'moon'],
  ['auto', 'gear'],
] as const satisfies readonly (readonly ['light' | 'dark' | 'auto', IconName])[]

/** Who one is, colours, and the way out. */
export function AccountMenu({ person }: { readonly person: PersonListed }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const go = useGo()
  const leave = async (): Promise<void> => {
    await signOut()
    go(at.signIn())
  }
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.account.menu(person.name ?? person.id)}>
          <Icon name="user" size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person.name}</Menu.Label>
        <Menu.Item component="a" href="/docs" leftSection={<Icon name="book" size={14} />}>
          {words.account.api}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{words.scheme.menu}</Menu.Label>
        {SCHEMES.map(([scheme, icon]) => (
          <Menu.Item
            key={scheme}
            onClick={() => setColorScheme(scheme)}
            leftSection={<Icon name={icon} size={14} />}
            rightSection={colorScheme === scheme ? <Icon name="check" size={14} /> : undefined}
          >
            {words.scheme[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => void leave()}>{words.account.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
