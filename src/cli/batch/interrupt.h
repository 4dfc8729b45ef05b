#pragma once

#include <csignal>

// A wish to end, by Ctrl-C or by a signal to terminate: noticed between two reads, so that no line is left half
// written.
namespace nnshape {

class Interrupt {
  public:
    /// From now on the first such signal is only noted; a second one ends the program as ever. One at a time may be.
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// Waits until a read from the descriptor would not; false where an end is wished for.
    bool wait_for(int descriptor) const;

    /// Holds the signals back from the threads that the calling one starts while this lives: it is to notice them.
    class Shield {
      public:
        Shield();
        ~Shield();
        Shield(const Shield&) = delete;
        Shield& operator=(const Shield&) = delete;

      private:
        sigset_t before_;
    };

    /// Ends the program by the signal that came, if one did, as whoever started it expects.
    void pass_on();

  private:
    struct sigaction before_[2];
};

}  // namespace nnshape
