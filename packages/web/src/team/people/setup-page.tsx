import { Alert, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { openWorkspace, signIn } from '../../api/sign-in.ts'
import { at } from '../../routing/addresses.ts'
import { useGo } from '../../routing/use-go.ts'
import { useSearchText } from '../../routing/params.ts'
import { words } from '../../words/people.ts'
import { PlainForm } from './plain-form.tsx'

export function Page() {
  const go = useGo()
  const code = useSearchText('code')
  const open = async (field: (name: string) => string): Promise<void> => {
    const [email, password] = [field('email'), field('password')]
    await openWorkspace({ code, name: field('name'), email, password })
    await signIn(email, password)
    go(at.start())
  }
  return (
    <Stack gap="md">
      <Title order={1}>{words.setup.title}</Title>
      <Text className="quiet">{words.setup.about}</Text>
      {code === '' && <Alert color="orange">{words.setup.noCode}</Alert>}
      <Paper p="lg">
        <PlainForm submit={words.setup.submit} send={open}>
          <TextInput name="name" label={words.setup.name} autoComplete="name" required autoFocus />
          <TextInput
            name="email"
            type="email"
            label={words.setup.email}
            description={words.setup.emailHint}
            autoComplete="email"
            required
          />
          <PasswordInput
            name="password"
            label={words.password.label}
            description={words.password.hint}
            autoComplete="new-password"
            required
          />
        </PlainForm>
      </Paper>
    </Stack>
  )
}
