/** What an agent is to Muster: the contract that every kind of agent fulfils. */
@NullMarked
package dev.muster.engine.agent;

import org.jspecify.annotations.NullMarked;
