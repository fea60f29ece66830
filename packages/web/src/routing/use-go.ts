import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import { destination } from './destination.ts'

/** Goes to an address of the app; `replace` leaves no step back to where one was. */
export function useGo(): (address: string, replace?: boolean) => void {
  const router = useRouter()
  return useCallback((address, replace = false) => void router.navigate({ ...destination(address), replace }), [router])
}
