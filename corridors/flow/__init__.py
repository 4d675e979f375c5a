"""What gets through a network: maximum flow, bottleneck ladder, least-cost flows, time and cost along a route."""
