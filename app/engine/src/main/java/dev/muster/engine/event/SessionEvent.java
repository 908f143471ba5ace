package dev.muster.engine.event;

/**
 * One thing that happened in a session. An event says what, never where it stands: its session,
 * sequence number, instant and turn are added by the journal ({@link Recorded}).
 *
 * <p>Events are immutable and hold no behaviour. Adding a kind means adding a record to one of the
 * groups and a line to {@link EventJson}; whoever switches over a group then fails to compile until
 * it says what to do with the new kind.
 */
public sealed interface SessionEvent
    permits LifeEvent,
        ConversationEvent,
        WorkEvent,
        PermissionEvent,
        TurnEvent,
        ObservedEvent,
        MoneyEvent,
        OutcomeEvent,
        ReviewEvent,
        UnknownEvent {}
