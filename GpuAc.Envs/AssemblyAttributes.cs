using System.Runtime.CompilerServices;

// Components<F> is a kilobyte at sixteen lanes; clearing one at every call would cost more than a step of CartPole.
[module: SkipLocalsInit]
