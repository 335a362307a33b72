import {Component, type ReactNode} from 'react';

type Props = {onCrash: (error: unknown) => void; children: ReactNode};

/** A panel that throws ends the screen, not the run: the caller goes on without it. */
export class CrashBoundary extends Component<Props, {hasCrashed: boolean}> {
	override state = {hasCrashed: false};

	static getDerivedStateFromError() {
		return {hasCrashed: true};
	}

	override componentDidCatch(error: unknown) {
		this.props.onCrash(error);
	}

	override render() {
		return this.state.hasCrashed ? null : this.props.children;
	}
}
