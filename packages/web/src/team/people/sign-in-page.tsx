import { Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../api/asking.ts'
import { signIn } from '../../api/sign-in.ts'
import { at } from '../../routing/addresses.ts'
import { useGo } from '../../routing/use-go.ts'
import { useSearchText } from '../../routing/params.ts'
import { words } from '../../words/people.ts'
import { PlainForm } from './plain-form.tsx'

/** Only a path of this app: a link to sign in must not send anybody elsewhere. */
const ownPath = (then: string): string =>
  /^\/(?![/\\])/.test(then) && !then.startsWith(at.signIn()) ? then : at.inbox()

export function Page() {
  const go = useGo()
  const then = useSearchText('then')
  const state = useQuery(ask('workspace.state'))
  const enter = async (field: (name: string) => string): Promise<void> => {
    await signIn(field('email'), field('password'))
    go(ownPath(then))
  }
  return (
    <Stack gap="md">
      <Title order={1}>{words.signIn.title}</Title>
      <Paper p="lg">
        <PlainForm submit={words.signIn.submit} send={enter}>
          <TextInput name="email" type="email" label={words.signIn.email} autoComplete="username" required autoFocus />
          <PasswordInput name="password" label={words.signIn.password} autoComplete="current-password" required />
        </PlainForm>
      </Paper>
      <Text size="sm" className="quiet">
        {words.signIn.lost}
      </Text>
      <Text size="sm" className="quiet">
        {state.data?.open === false ? words.signIn.notOpen : words.signIn.first}
      </Text>
    </Stack>
  )
}
