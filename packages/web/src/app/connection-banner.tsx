import { Alert } from '@mantine/core'
import { useNetwork } from '@mantine/hooks'
import { useConnection } from '../api/live.ts'
import { Icon } from '../ui/icon.tsx'
import { words } from '../words/app.ts'

/** Says when what is shown may be old. */
export function ConnectionBanner() {
  const { online } = useNetwork()
  const connection = useConnection()
  if (online && connection !== 'lost') return null
  return (
    <Alert color="orange" variant="light" icon={<Icon name="alert" />} mb="md" role="status" className="no-print">
      {online ? words.connection.lost : words.connection.offline}
    </Alert>
  )
}
