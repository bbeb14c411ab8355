// What a pixel of a surface's picture shows, in two numbers: of the surface x, y in px of the map; of
// the floor the same with y turned negative; of a wall its light, turned negative, and a height.
const int NOTHING = 0, SURFACE = 1, FLOOR = 2, WALL = 3;

uvec2 pack_surface(vec2 at)
{
    return floatBitsToUint(max(at, 0.0));
}

uvec2 pack_floor(vec2 at)
{
    return floatBitsToUint(vec2(max(at.x, 0.0), -1.0 - max(at.y, 0.0)));
}

uvec2 pack_wall(float light, float height)
{
    return floatBitsToUint(vec2(-1.0 - light, height));
}

int kind_of(vec2 place)
{
    return place.x >= 0.0 ? (place.y >= 0.0 ? SURFACE : FLOOR) : place.x > -3.0 ? WALL : NOTHING;
}
