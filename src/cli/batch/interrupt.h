#pragma once

#include <csignal>

// Ends batch at Ctrl-C or SIGTERM between two reads, so that the last line is written completely; but within a second,
// whatever the line holds.
namespace nnshape {

class Interrupt {
  public:
    /// From now on the first signal is noted, and ends the program after 0.7 s if `pass_on` does not before; a second
    /// one ends it at once. At most one Interrupt may exist.
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// Waits until the descriptor can be read. Returns false if a signal was noted.
    bool wait_for(int descriptor) const;

    /// Blocks the signals in the threads that the calling thread starts during its lifetime, so that the calling thread
    /// receives them.
    class Shield {
      public:
        Shield();
        ~Shield();
        Shield(const Shield&) = delete;
        Shield& operator=(const Shield&) = delete;

      private:
        sigset_t before_;
    };

    /// If a signal was noted, ends the program by that signal, so that a shell sees why it ended.
    void pass_on();

  private:
    void disarm();

    struct sigaction before_[2];
    struct sigaction alarm_before_;
    bool has_timer_ = false;
};

}  // namespace nnshape
