import type { ReactNode } from 'react'
import { Component } from 'react'
import type { Report } from '../report.ts'
import { resultOf } from '../report.ts'
import { AgreementView } from './agreement.tsx'
import { DriftView } from './drift.tsx'
import { EvaluateView } from './evaluate.tsx'
import { FairnessView } from './fairness.tsx'
import { GenericView } from './generic.tsx'
import { ProfileView } from './profile.tsx'
import { QualityView } from './quality.tsx'
import { RequestsView } from './requests.tsx'

/** The pictures of a report: those of its own kind, or, for any other, what its sections say. */
export function ReportView({ report }: { readonly report: Report }) {
  const generic = <GenericView report={report} />
  return (
    <Otherwise key={report.analysis} show={generic}>
      {ownView(report) ?? generic}
    </Otherwise>
  )
}

function ownView(report: Report): ReactNode {
  const evaluation = resultOf(report, 'evaluate')
  if (evaluation !== undefined) return <EvaluateView report={report} result={evaluation} />
  const fairness = resultOf(report, 'fairness')
  if (fairness !== undefined) return <FairnessView report={report} result={fairness} />
  const drift = resultOf(report, 'drift')
  if (drift !== undefined) return <DriftView report={report} result={drift} />
  const quality = resultOf(report, 'quality')
  if (quality !== undefined) return <QualityView result={quality} />
  const profile = resultOf(report, 'profile')
  if (profile !== undefined) return <ProfileView report={report} result={profile} />
  const agreement = resultOf(report, 'agreement')
  if (agreement !== undefined) return <AgreementView report={report} result={agreement} />
  return report.analysis === 'requests' ? <RequestsView report={report} /> : undefined
}

interface Props {
  readonly show: ReactNode
  readonly children: ReactNode
}

/** Shows the sections where the result of an older or newer program has another shape than is drawn here. */
class Otherwise extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false }
  static getDerivedStateFromError() {
    return { hasFailed: true }
  }
  override render() {
    return this.state.hasFailed ? this.props.show : this.props.children
  }
}
